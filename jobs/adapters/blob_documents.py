"""A container of Azure Blob Storage, spoken to with Entra tokens: files, and documents that several machines write."""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from azure.core import MatchConditions
from azure.core.credentials import TokenCredential

from jobs.adapters.azure_hosts import require_azure_host
from jobs.domain.document import Document
from jobs.domain.errors import CloudError, PermissionDeniedError

if TYPE_CHECKING:
    from azure.core.exceptions import HttpResponseError
    from azure.storage.blob import BlobClient, ContainerClient

BLOCK_BYTES = 8 * 1024 * 1024
"""What an interrupted upload has to send again at most."""

_FORBIDDEN = 403
_CLOSED = "AuthorizationFailure"  # Blob service error codes (2026-10): network rules, unlike a missing role
_NO_CONTAINER = "ContainerNotFound"


class BlobDocuments:
    """Files under paths of one container, which is made when something is first written where it isn't there.

    Args:
        account_name: the storage account.
        container_name: the container.
        credential: needs Storage Blob Data Contributor on the account.
    """

    def __init__(self, account_name: str, container_name: str, credential: TokenCredential) -> None:
        self._account_name = account_name
        self._container_name = container_name
        self._credential = credential

    def upload(self, path: str, file: Path) -> bool:
        """Uploads block by block; blocks that an earlier, interrupted upload has sent aren't sent again.

        Returns:
            False where the file is there already, or came to be there meanwhile.

        Raises:
            PermissionDeniedError: the identity may not write.
            CloudError: storage refused otherwise.
        """
        from azure.core.exceptions import AzureError, HttpResponseError, ResourceExistsError

        blob = self._container.get_blob_client(path)

        def send() -> None:
            with file.open("rb") as stream:
                _send(blob, stream)

        try:
            if blob.exists():
                return False
            self._written(send)
        except ResourceExistsError:
            return False
        except HttpResponseError as error:
            raise refusal(path, error) from error
        except AzureError as error:
            raise CloudError(
                f"{path} can't be uploaded: {error.message}", fix="Run it again: it goes on there."
            ) from error
        return True

    def download(self, path: str, file: Path) -> bool:
        """Downloads a file of any size, a chunk at a time; false where there is none.

        Raises:
            PermissionDeniedError: the identity may not read.
            CloudError: storage refused otherwise.
        """
        from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

        try:
            content = self._container.download_blob(path)
            with file.open("wb") as stream:
                content.readinto(stream)
        except ResourceNotFoundError:
            return False
        except HttpResponseError as error:
            raise refusal(path, error) from error
        return True

    def read(self, path: str) -> bytes | None:
        """Downloads a small file; none where there is none."""
        found = self.fetch(path)
        return None if found is None else found.content

    def write(self, path: str, content: bytes) -> None:
        """Uploads a small file over what is there."""
        from azure.core.exceptions import HttpResponseError

        try:
            self._written(lambda: self._container.upload_blob(path, content, overwrite=True))
        except HttpResponseError as error:
            raise refusal(path, error) from error

    def fetch(self, path: str) -> Document | None:
        """Downloads a document with its version; none where there is none."""
        from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

        try:
            found = self._container.download_blob(path)
            return Document(bytes(found.readall()), str(found.properties.etag))
        except ResourceNotFoundError:
            return None
        except HttpResponseError as error:
            raise refusal(path, error) from error

    def save(self, path: str, content: bytes, version: str | None) -> Document | None:
        """Writes a document unless somebody else was faster.

        Args:
            path: where.
            content: all of it.
            version: the one that it has to be still; none where it must not be there yet.

        Returns:
            The document as it is now; none where somebody else has written another one.
        """
        from azure.core.exceptions import HttpResponseError, ResourceExistsError, ResourceModifiedError

        blob = self._container.get_blob_client(path)
        condition: dict[str, Any] = (
            {} if version is None else {"etag": version, "match_condition": MatchConditions.IfNotModified}
        )
        written: list[str] = []

        def send() -> None:
            written.append(str(blob.upload_blob(content, overwrite=version is not None, **condition)["etag"]))

        try:
            self._written(send)
        except (ResourceExistsError, ResourceModifiedError):
            # A first try whose answer was lost may have written it: then it is ours.
            found = self.fetch(path)
            return found if found is not None and found.content == content else None
        except HttpResponseError as error:
            raise refusal(path, error) from error
        return Document(content, written[-1])

    def list(self, prefix: str) -> "list[str]":
        """The paths that begin with this, in order of the alphabet."""
        from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

        try:
            return sorted(str(name) for name in self._container.list_blob_names(name_starts_with=prefix))
        except ResourceNotFoundError:
            return []
        except HttpResponseError as error:
            raise refusal(prefix, error) from error

    def _written(self, write: Callable[[], object]) -> None:
        from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError

        try:
            write()
        except ResourceNotFoundError as error:
            if getattr(error, "error_code", None) != _NO_CONTAINER:
                raise
            with suppress(ResourceExistsError):  # another machine made it meanwhile
                self._container.create_container()
            write()

    @cached_property
    def _container(self) -> "ContainerClient":
        from azure.storage.blob import ContainerClient

        account = f"https://{self._account_name}.blob.core.windows.net"
        require_azure_host(account)
        return ContainerClient(account, self._container_name, credential=self._credential)


def refusal(path: str, error: "HttpResponseError") -> CloudError | PermissionDeniedError:
    """Says what storage's refusal of a path comes from: the network, the role, or something else."""
    first = str(error.message).splitlines()[0] if error.message else f"HTTP {error.status_code}"
    if getattr(error, "error_code", None) == _CLOSED:
        fix = "The account is closed to this machine's network: run this inside the stack's (output runner_subnet_id)."
        return PermissionDeniedError(f"{path}: {first}", fix=fix)
    if error.status_code == _FORBIDDEN:
        return PermissionDeniedError(f"{path}: {first}", fix="Storage Blob Data Contributor on the account is needed.")
    return CloudError(f"{path}: {first}")


def _send(blob: "BlobClient", stream: BinaryIO) -> None:
    from azure.storage.blob import BlobBlock

    sent = _uncommitted(blob)
    blocks: list[BlobBlock] = []
    while content := stream.read(BLOCK_BYTES):
        block = f"{len(blocks):08}"
        if sent.get(block) != len(content):
            blob.stage_block(block, content, length=len(content))
        blocks.append(BlobBlock(block))
    blob.commit_block_list(blocks, match_condition=MatchConditions.IfMissing)


def _uncommitted(blob: "BlobClient") -> dict[str, int]:
    """Blocks that an interrupted upload left, with their sizes; a path carries its content's hash, so they fit."""
    from azure.core.exceptions import ResourceNotFoundError

    try:
        _, uncommitted = blob.get_block_list("uncommitted")
    except ResourceNotFoundError:
        return {}
    return {str(block.id): int(block.size) for block in uncommitted}
