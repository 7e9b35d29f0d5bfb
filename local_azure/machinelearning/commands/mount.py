"""A folder on this machine that stands for one on a datastore: fetched, and written back as it changes."""

import asyncio
from pathlib import Path

from local_azure.blob_store import BlobStore
from local_azure.errors import AzureError
from local_azure.machinelearning.workspaces.datastores import Container

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
        only: The one file that it is about; None for all.
    """

    def __init__(
        self, storage: BlobStore, container: Container, path: str, folder: Path, *, only: str | None = None
    ) -> None:
        self._storage = storage
        self._container = container
        self._prefix = f"{path.strip('/')}/" if path.strip("/") else ""
        self.folder = folder
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
        file.parent.mkdir(parents=True, exist_ok=True)
        await self._storage.download(self._container.account, self._container.name, self._prefix + name, file)
        self._stored[name] = _signature(file)

    async def _store(self, name: str, signature: _Signature) -> None:
        try:
            await self._storage.upload(
                self._container.account, self._container.name, self._prefix + name, self.folder / name
            )
        except FileNotFoundError:
            return  # removed meanwhile
        self._stored[name] = signature

    def _scan(self) -> dict[str, _Signature]:
        found: dict[str, _Signature] = {}
        for file in sorted(self.folder.rglob("*")):
            name = file.relative_to(self.folder).as_posix()
            try:
                if self._only in (None, name) and file.is_file() and not _leads_away(file, self.folder):
                    found[name] = _signature(file)
            except FileNotFoundError:
                continue  # removed meanwhile
        return found


def _leads_away(file: Path, folder: Path) -> bool:
    return any(each.is_symlink() for each in (file, *file.parents) if each.is_relative_to(folder) and each != folder)


def _signature(file: Path) -> _Signature:
    status = file.stat()
    return status.st_size, status.st_mtime_ns
