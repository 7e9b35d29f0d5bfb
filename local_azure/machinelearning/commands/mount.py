"""A folder on this machine that stands for one on a datastore: fetched, and written back as it changes."""

import asyncio
import os
from pathlib import Path

from local_azure.blob_store import BlobStore
from local_azure.confinement.untrusted_folder import files_inside, opened_inside
from local_azure.errors import AzureError
from local_azure.machinelearning.workspaces.datastores import Container

_SHOWN = 100
_Signature = tuple[int, int]  # bytes, and nanoseconds of the last change


class Mount:
    """One such folder.

    Files that a program is writing are left alone until they rest, but for the last time. Links aren't followed: what
    mounts blobs on Azure has none.

    Args:
        storage: The blobs.
        container: Their container.
        path: The folder in it, with slashes between its parts.
        folder: The folder on this machine.
        root: A folder above it whose place no program of the job can change.
        only: The one file that it is about; None for all.
    """

    def __init__(
        self,
        storage: BlobStore,
        container: Container,
        path: str,
        folder: Path,
        *,
        root: Path,
        only: str | None = None,
    ) -> None:
        self._storage = storage
        self._container = container
        self._prefix = f"{path.strip('/')}/" if path.strip("/") else ""
        self.folder = folder
        self._root = root
        self._below = folder.relative_to(root).as_posix()
        self._only = only
        self._stored: dict[str, _Signature] = {}
        self._seen: dict[str, _Signature] = {}
        self._flushing = asyncio.Lock()

    async def fetch(self) -> int:
        """Brings the files here and returns how many there are.

        Raises:
            AzureError: Storage refused, or a blob's name leads out of the folder.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        names = await self._storage.list(self._container.account, self._container.name, self._prefix)
        wanted = [name.removeprefix(self._prefix) for name in names]
        for name in wanted:
            if self._only in (None, name) and name and not name.endswith("/"):
                await self._fetch(name)
        return len(self._stored)

    async def flush(self, *, whole: bool = False) -> None:
        """Writes back what has changed and removes what is gone.

        Args:
            whole: Whether files that may still be written to go too.

        Raises:
            AzureError: Storage refused.
        """
        async with self._flushing:
            found = self._scan()
            for name, signature in found.items():
                rests = whole or self._seen.get(name) == signature
                if rests and self._stored.get(name) != signature:
                    await self._store(name, signature)
            for name in [each for each in self._stored if each not in found]:
                await self._storage.delete(self._container.account, self._container.name, self._prefix + name)
                del self._stored[name]
            self._seen = found

    async def _fetch(self, name: str) -> None:
        file = self.folder / name
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise AzureError(400, "UserError", f"The blob '{name}' can't be mounted: its name leads out of the folder.")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            await self._storage.download(self._container.account, self._container.name, self._prefix + name, file)
        except (OSError, ValueError) as error:  # too long, both a folder and a file, or with a zero byte
            shown = f"{name[:_SHOWN]}..." if len(name) > _SHOWN else name
            raise AzureError(400, "UserError", f"The blob {shown!r} can't be mounted as a file: {error}") from error
        self._stored[name] = _signature(file.stat())

    async def _store(self, name: str, signature: _Signature) -> None:
        try:
            with opened_inside(self._root, f"{self._below}/{name}") as file:
                await self._storage.upload(self._container.account, self._container.name, self._prefix + name, file)
        except OSError:
            return  # removed meanwhile, or a link by now
        self._stored[name] = signature

    def _scan(self) -> dict[str, _Signature]:
        found = files_inside(self._root, self._below)
        return {name: _signature(status) for name, status in found if self._only in (None, name)}


def _signature(status: os.stat_result) -> _Signature:
    return status.st_size, status.st_mtime_ns
