"""The operations on files."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.responses import FileResponse, JSONResponse, Response

from local_azure.errors import AzureError
from local_azure.openai.account_limits import limit_of
from local_azure.openai.files.records import ERROR, FINE_TUNE, PENDING, PROCESSED, FileRecord, FileStore
from local_azure.openai.files.rows import BadFileError, check_file
from local_azure.openai.multipart import Form, read_form
from local_azure.openai.operations import Call, Operation, invalid
from local_azure.openai.pages import page
from local_azure.openai.times import seconds_now
from local_azure.platform import Platform

# azure-ai-docs quotas-limits, 2026-02-17: the sizes of an account's files together; the count is the account's own.
_ALL_BYTES = 1_000_000_000


class Files:
    """The files of accounts.

    Args:
        platform: The local Azure.
        store: Their records.
        used_by: Names the job that has not ended and reads a file; None where there is none.
    """

    def __init__(self, platform: Platform, store: FileStore, used_by: Callable[[FileRecord], str | None]) -> None:
        self._platform = platform
        self._store = store
        self._used_by = used_by

    def operations(self) -> Sequence[Operation]:
        """Returns the operations."""
        return [
            # The names of these actions are Azure's provider operations, from memory.
            Operation("POST", "/files", "files/write", self.upload),
            Operation("GET", "/files", "files/read", self.list),
            Operation("GET", "/files/{file_id}", "files/read", self.show),
            Operation("GET", "/files/{file_id}/content", "files/read", self.content),
            Operation("DELETE", "/files/{file_id}", "files/delete", self.delete),
        ]

    def resume(self) -> None:
        """Goes on checking the files that weren't checked when the local Azure stopped."""
        for file in self._store.all():
            if file.status == PENDING:
                self._check_later(file)

    async def upload(self, call: Call) -> Response:
        """Takes a file in; its rows are checked in the background."""
        self._require_room(call)
        file_id = f"file-{uuid.uuid4().hex}"
        content = self._store.content(file_id)
        try:
            form = await read_form(call.request, content, limit=limit_of(call.account, "MaxTrainingFileSize"))
            self._check(call, form)
        except BaseException:
            content.unlink(missing_ok=True)
            raise
        moment = seconds_now(self._platform)
        file = FileRecord(file_id, call.owner, form.filename, FINE_TUNE, form.size, moment)
        self._store.put(file)
        self._check_later(file)
        return JSONResponse(file.body(), 200 if call.is_v1 else 201)

    async def list(self, call: Call) -> Response:
        """Answers the account's files."""
        wanted = call.request.query_params.get("purpose")
        files = [file for file in self._store.all(call.owner) if wanted in (None, file.purpose)]
        return JSONResponse(page(call.request, [file.body() for file in files], most=10_000, usual=10_000))

    async def show(self, call: Call) -> Response:
        """Answers one file."""
        return JSONResponse(self._file(call).body())

    async def content(self, call: Call) -> Response:
        """Answers what is in a file."""
        file = self._file(call)
        return FileResponse(self._store.content(file.id), media_type="application/octet-stream", filename=file.filename)

    async def delete(self, call: Call) -> Response:
        """Deletes a file that no job is going to read."""
        file = self._file(call)
        job = self._used_by(file)
        if job is not None:
            raise AzureError(409, "conflict", f"The file '{file.id}' is used by the job '{job}', which hasn't ended.")
        self._store.delete(file)
        return JSONResponse({"id": file.id, "object": "file", "deleted": True})

    def _file(self, call: Call) -> FileRecord:
        return self._store.get(call.owner, call.path("file_id"))

    def _require_room(self, call: Call) -> None:
        most, there = limit_of(call.account, "MaxUserFileCount"), len(self._store.all(call.owner))
        if there >= most:
            message = f"The account has {there} files, the most that are allowed; delete some first."
            raise AzureError(400, "quotaExceeded", message)

    def _check(self, call: Call, form: Form) -> None:
        purpose = form.fields.get("purpose")
        if purpose != FINE_TUNE:
            raise invalid(f"The purpose '{purpose}' isn't served: the local Azure takes '{FINE_TUNE}'.", "purpose")
        if form.size == 0:
            raise invalid("The file is empty.", "file")
        if not form.filename.lower().endswith(".jsonl"):
            message = f"The file '{form.filename}' must be JSON Lines: its name has to end in .jsonl."
            raise AzureError(400, "invalidPayload", message)
        together = form.size + sum(file.bytes for file in self._store.all(call.owner))
        if together > _ALL_BYTES:
            raise AzureError(400, "quotaExceeded", f"The account's files would have more than {_ALL_BYTES} bytes.")

    def _check_later(self, file: FileRecord) -> None:
        self._platform.tasks.spawn(f"file {file.id}", self._checked(file))

    async def _checked(self, file: FileRecord) -> None:
        reason = await asyncio.to_thread(_reason, self._store.content(file.id))
        self._store.update(file, status=ERROR if reason else PROCESSED, reason=reason)


def _reason(content: Path) -> str:
    try:
        check_file(content)
    except BadFileError as error:
        return str(error)
    except FileNotFoundError:  # deleted while it waited
        return "The file is gone."
    return ""
