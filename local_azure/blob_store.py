"""Blob storage as the other services use it: the port ``storage``, which the storage service provides."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol


class BlobStore(Protocol):
    """Blobs of the storage accounts of this local Azure, with the platform's own rights.

    Accounts are storage account names, blobs are names within a container, with slashes.
    """

    async def ensure_container(self, account: str, container: str) -> None:
        """Makes a container unless it is there.

        Raises:
            AzureError: 404 when there is no such account.
        """

    async def upload(
        self,
        account: str,
        container: str,
        blob: str,
        data: bytes | Path | AsyncIterator[bytes],
        content_type: str | None = None,
    ) -> None:
        """Writes a block blob, in place of the one there was."""

    async def download(self, account: str, container: str, blob: str, to: Path) -> None:
        """Writes a blob into the file ``to``, streaming; its folder must exist.

        Raises:
            AzureError: 404 when there is no such blob.
        """

    async def read(self, account: str, container: str, blob: str) -> bytes:
        """Returns a (small) blob's content.

        Raises:
            AzureError: 404 when there is no such blob.
        """

    async def delete(self, account: str, container: str, blob: str) -> None:
        """Removes a blob; nothing happens when it isn't there."""

    async def list(self, account: str, container: str, prefix: str) -> list[str]:
        """Returns the names of the blobs that begin with ``prefix``, in order."""

    def signed_url(self, account: str, container: str, blob: str, *, permissions: str = "r", expires: timedelta) -> str:
        """Returns a URL on the account's public host name with a user delegation signature that ends after ``expires``.

        An empty ``blob`` signs the container; permissions are the letters of a SAS, such as ``rl`` or ``rcw``.
        """
