"""The workspace's default datastore: where in Azure Blob Storage it is, and how jobs name what is in it."""

from functools import cached_property
from pathlib import Path

from azure.core.credentials import TokenCredential

from jobs.adapters.blob_documents import BlobDocuments
from jobs.adapters.workspace import Workspace
from jobs.domain.document import Document


class BlobDatastore:
    """Files under paths of the default datastore; each way to read and write them is that of `BlobDocuments`.

    Args:
        workspace: whose datastore it is; asked for it when first needed.
        credential: needs Storage Blob Data Contributor on the account.
    """

    def __init__(self, workspace: Workspace, credential: TokenCredential) -> None:
        self._workspace = workspace
        self._credential = credential

    def uri(self, path: str) -> str:
        """The short `azureml://` form, which jobs of the same workspace take."""
        return f"azureml://datastores/{self._workspace.default_datastore['name']}/paths/{path}"

    def url(self, path: str) -> str:
        """Where it is in storage, as code assets name it."""
        properties = self._workspace.default_datastore["properties"]
        return f"https://{properties['accountName']}.blob.core.windows.net/{properties['containerName']}/{path}"

    def upload(self, path: str, file: Path) -> bool:
        """Uploads a file unless one is there already; says whether it uploaded."""
        return self._documents.upload(path, file)

    def download(self, path: str, file: Path) -> bool:
        """Downloads a file of any size; false where there is none."""
        return self._documents.download(path, file)

    def read(self, path: str) -> bytes | None:
        """Downloads a small file; none where there is none."""
        return self._documents.read(path)

    def write(self, path: str, content: bytes) -> None:
        """Uploads a small file over what is there."""
        self._documents.write(path, content)

    def fetch(self, path: str) -> Document | None:
        """Downloads a document with its version; none where there is none."""
        return self._documents.fetch(path)

    def save(self, path: str, content: bytes, version: str | None) -> Document | None:
        """Writes a document unless somebody else was faster."""
        return self._documents.save(path, content, version)

    def list(self, prefix: str) -> "list[str]":
        """The paths that begin with this."""
        return self._documents.list(prefix)

    @cached_property
    def _documents(self) -> BlobDocuments:
        properties = self._workspace.default_datastore["properties"]
        return BlobDocuments(properties["accountName"], properties["containerName"], self._credential)
