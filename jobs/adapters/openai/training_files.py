"""Training files on a Foundry account: named by their content, sent once, used when the service has checked them."""

from pathlib import Path, PurePosixPath
from typing import Any

from jobs.adapters.openai.account import OpenAIAccount
from jobs.adapters.openai.form import FileForm
from jobs.adapters.openai.once import exactly_once
from jobs.domain.errors import CloudError, DataError
from jobs.ports import Clock

PURPOSE = "fine-tune"

_PAUSE_SECONDS = 2.0
_LONGEST_CHECK_SECONDS = 3600.0
"""No documentation says how long a check takes; files of 512 MB are said to take minutes."""

_CHECKING = {"uploaded", "pending", "running"}
_ID = "file-"
_GONE = {"deleting", "deleted"}
"""States of files (azure-rest-api-specs, OpenAI.v1, AzureOpenAIFile)."""


class OpenAITrainingFiles:
    """Files of one account.

    Args:
        account: whose files they are.
        clock: waits while the service checks a file.
    """

    def __init__(self, account: OpenAIAccount, clock: Clock) -> None:
        self._account = account
        self._clock = clock

    def uri(self, path: str) -> str:
        """The id that the service gave the file; empty where it has no such file."""
        found = self._find(path)
        return str(found["id"]) if found else ""

    def upload(self, path: str, file: Path) -> bool:
        """Uploads a file, unless one of that name and size is there, and waits until the service has checked it.

        Args:
            path: carries the content's hash, so that one name always means the same bytes.
            file: what to upload.

        Raises:
            DataError: the service can't use the file; with its reason.
            CloudError: it wasn't taken.
        """
        size = file.stat().st_size
        there = self._find(path, size)
        self._wait_until_checked(there or self._send(path, file, size))
        return there is None

    def download(self, path: str, file: Path) -> bool:
        """Downloads a file by its path or its id; false where there is none."""
        file_id = path if path.startswith(_ID) else self.uri(path)
        if not file_id:
            return False
        with file.open("wb") as content:
            return self._account.rest.download(self._account.url(f"/files/{file_id}/content"), content)

    def _find(self, path: str, size: int | None = None) -> dict[str, Any] | None:
        name = file_name(path)
        for file in self._account.items("/files"):
            if file["filename"] == name and file["status"] not in _GONE and size in (None, file["bytes"]):
                return file
        return None

    def _send(self, path: str, file: Path, size: int) -> dict[str, Any]:
        def send() -> dict[str, Any]:
            with file.open("rb") as content:
                form = FileForm(PURPOSE, file_name(path), content, size)
                sent: dict[str, Any] = self._account.rest.send(
                    self._account.url("/files"), form, form.content_type
                ).body
            return sent

        return exactly_once(send, lambda: self._find(path, size), self._clock)

    def _wait_until_checked(self, file: dict[str, Any]) -> None:
        began = self._clock.monotonic()
        while file["status"] in _CHECKING:
            if self._clock.monotonic() - began > _LONGEST_CHECK_SECONDS:
                raise CloudError(
                    f"file {file['id']} is still {file['status']} after an hour", fix="Run it again later."
                )
            self._clock.sleep(_PAUSE_SECONDS)
            file = self._account.rest.get(self._account.url(f"/files/{file['id']}")).body
        if file["status"] == "error":
            reason = (file.get("error") or {}).get("message") or file.get("status_details") or "no reason was given"
            raise DataError(f"{file['filename']}: {reason}", fix="Change what it names, and run it again.")


def file_name(path: str) -> str:
    """What the service calls the file of a path: `train-HASH.jsonl` for `.../HASH/train.jsonl`."""
    whole = PurePosixPath(path)
    return f"{whole.stem}-{whole.parent.name[:32]}{whole.suffix}"
