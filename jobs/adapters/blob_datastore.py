"""The workspace's default datastore, spoken to as Azure Blob Storage with Entra tokens."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from azure.core import MatchConditions
from azure.core.credentials import TokenCredential

from jobs.adapters.azure_hosts import require_azure_host
from jobs.adapters.workspace import Workspace
from jobs.domain.errors import CloudError, PermissionDeniedError

if TYPE_CHECKING:
    from azure.core.exceptions import HttpResponseError
    from azure.storage.blob import BlobClient, ContainerClient

BLOCK_BYTES = 8 * 1024 * 1024
"""What an interrupted upload has to send again at most."""

_FORBIDDEN = 403
_CLOSED = "AuthorizationFailure"  # Blob service error codes (2026-10): network rules, unlike a missing role


class BlobDatastore:
    """Files under paths of the default datastore.

    Args:
        workspace: whose datastore it is.
        credential: needs Storage Blob Data Contributor on the account.
    """

    def __init__(self, workspace: Workspace, credential: TokenCredential) -> None:
        self._workspace = workspace
        self._credential = credential

    def uri(self, path: str) -> str:
        """The short `azureml://` form, which jobs of the same workspace take."""
        return f"azureml://datastores/{self._workspace.default_datastore['name']}/paths/{path}"

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
        try:
            if blob.exists():
                return False
            with file.open("rb") as stream:
                _send(blob, stream)
        except ResourceExistsError:
            return False
        except HttpResponseError as error:
            raise refusal(path, error) from error
        except AzureError as error:
            raise CloudError(
                f"{path} can't be uploaded: {error.message}", fix="Run it again: it goes on there."
            ) from error
        return True

    def read(self, path: str) -> bytes | None:
        """Downloads a small file; none where there is none."""
        from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

        try:
            return bytes(self._container.download_blob(path).readall())
        except ResourceNotFoundError:
            return None
        except HttpResponseError as error:
            raise refusal(path, error) from error

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

    def write(self, path: str, content: bytes) -> None:
        """Uploads a small file over what is there."""
        from azure.core.exceptions import HttpResponseError

        try:
            self._container.upload_blob(path, content, overwrite=True)
        except HttpResponseError as error:
            raise refusal(path, error) from error

    @cached_property
    def _container(self) -> "ContainerClient":
        from azure.storage.blob import ContainerClient

        properties = self._workspace.default_datastore["properties"]
        account = f"https://{properties['accountName']}.blob.core.windows.net"
        require_azure_host(account)
        return ContainerClient(account, properties["containerName"], credential=self._credential)


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
