"""What is known of each file: kept in the state, its content on the disk."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.platform import Platform

_TABLE = "openai-files"
PENDING, PROCESSED, ERROR = "pending", "processed", "error"
FINE_TUNE, RESULTS = "fine-tune", "fine-tune-results"


@dataclass(frozen=True)
class FileRecord:
    """A file of an account.

    Attributes:
        id: Its id, ``file-`` and 32 hexadecimal digits.
        owner: The account that it belongs to.
        filename: Its name.
        purpose: ``fine-tune`` or ``fine-tune-results``.
        bytes: Its size.
        created_at: When it was uploaded, in seconds.
        status: ``pending``, ``processed`` or ``error``.
        reason: Why its status is ``error``; empty otherwise.
    """

    id: str
    owner: str
    filename: str
    purpose: str
    bytes: int
    created_at: int
    status: str = PENDING
    reason: str = ""

    def body(self) -> Json:
        """Returns the file as the API answers it."""
        shown = {name: value for name, value in asdict(self).items() if name not in ("owner", "reason")}
        if self.reason:
            error = {"code": "jsonlValidationFailed", "message": self.reason}
            shown |= {"status_details": self.reason, "error": error}
        return {"object": "file", **shown}


class FileStore:
    """The files of all accounts.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._store = platform.store
        self._folder = platform.directory / "openai" / "files"

    def content(self, file_id: str) -> Path:
        """Returns where a file's content is; its folder is there."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / file_id

    def all(self, owner: str = "") -> list[FileRecord]:
        """Returns the files of an account, or of all, the newest first."""
        found = [FileRecord(**each) for each in self._store.list(_TABLE, f"{owner}|" if owner else "")]
        return sorted(found, key=lambda file: file.created_at, reverse=True)

    def find(self, owner: str, file_id: str) -> FileRecord | None:
        """Returns a file of an account, or None."""
        found = self._store.get(_TABLE, f"{owner}|{file_id}")
        return None if found is None else FileRecord(**found)

    def get(self, owner: str, file_id: str) -> FileRecord:
        """Returns a file of an account.

        Raises:
            AzureError: 404 when it has none of that id.
        """
        found = self.find(owner, file_id)
        if found is None:
            raise AzureError(404, "resourceNotFound", f"The file '{file_id}' doesn't exist.")
        return found

    def put(self, file: FileRecord) -> None:
        """Keeps a file's record."""
        self._store.put(_TABLE, f"{file.owner}|{file.id}", asdict(file))

    def update(self, file: FileRecord, **changes: Any) -> None:  # noqa: ANN401 -- the record's own types
        """Changes a file's record, unless it is gone meanwhile."""
        if self.find(file.owner, file.id) is not None:
            self.put(replace(file, **changes))

    def delete(self, file: FileRecord) -> None:
        """Removes a file with its content."""
        self._store.delete(_TABLE, f"{file.owner}|{file.id}")
        self.content(file.id).unlink(missing_ok=True)
