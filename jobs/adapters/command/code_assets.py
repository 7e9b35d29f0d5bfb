"""Folders of scripts as code assets: uploaded once for each content, found again by its hash."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from jobs.adapters.blob_datastore import BlobDatastore
from jobs.adapters.workspace import API_VERSION, Workspace

FOLDER = "tunestack/code"
_LEFT_OUT = {"__pycache__", ".DS_Store"}


class CodeAssets:
    """Code assets of one workspace.

    Args:
        workspace: whose they are.
        datastore: where their files go.
    """

    def __init__(self, workspace: Workspace, datastore: BlobDatastore) -> None:
        self._workspace = workspace
        self._datastore = datastore

    def register(self, name: str, folder: Path) -> str:
        """Uploads a folder, unless it is there, and gives the ARM id of the asset that has it.

        The asset is made last: whatever has one has all of its files.
        """
        files = snapshot(folder)
        digest = content_hash(folder, files)
        path = f"/codes/{name}/versions/{digest[:12]}"
        if self._workspace.rest.find(self._workspace.url(path), api_version=API_VERSION) is None:
            place = f"{FOLDER}/{digest}"
            for file in files:
                self._datastore.upload(f"{place}/{file.relative_to(folder).as_posix()}", file)
            properties = {"codeUri": self._datastore.url(place), "properties": {"hash_sha256": digest}}
            self._workspace.rest.put(self._workspace.url(path), {"properties": properties}, api_version=API_VERSION)
        return f"{self._workspace.path}{path}"


def snapshot(folder: Path) -> Sequence[Path]:
    """The files of a folder in a fixed order, without what Python leaves behind."""
    files = [path for path in folder.rglob("*") if path.is_file() and not _LEFT_OUT.intersection(path.parts)]
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def content_hash(folder: Path, files: Sequence[Path]) -> str:
    """SHA-256 over the files' names and contents."""
    digest = hashlib.sha256()
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{content} {file.relative_to(folder).as_posix()}\n".encode())
    return digest.hexdigest()
