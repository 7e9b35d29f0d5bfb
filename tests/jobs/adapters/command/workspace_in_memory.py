"""A workspace whose resources are a dictionary by path, for adapters that speak to Azure Resource Manager."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from jobs.adapters.blob_datastore import BlobDatastore
from jobs.adapters.rest import AzureRest, Reply
from jobs.adapters.workspace import MANAGEMENT, Workspace
from tests.jobs.adapters.command.requests import STACK


@dataclass
class MemoryRest:
    """Resources by their path in the workspace; `calls` has what changed them, in order."""

    resources: dict[str, dict[str, Any]] = field(default_factory=lambda: {"": {"properties": {}}})
    calls: list[str] = field(default_factory=list)
    faults: dict[str, Exception] = field(default_factory=dict)

    def find(self, url: str, **_: str) -> Reply | None:
        body = self.resources.get(_path(url))
        return None if body is None else Reply(body)

    def get(self, url: str, **_: str) -> Reply:
        return Reply(self.resources[_path(url)])

    def pages(self, url: str, **_: str) -> Iterator[dict[str, Any]]:
        depth = _path(url).count("/") + 1
        for path, body in list(self.resources.items()):
            if path.startswith(f"{_path(url)}/") and path.count("/") == depth:
                yield body

    def put(self, url: str, body: Mapping[str, Any], **_: str) -> Reply:
        path = _path(url)
        self.calls.append(f"PUT {path}")
        if path in self.faults:
            raise self.faults[path]
        there = {"name": path.rpartition("/")[2], **body}
        there["properties"] = {"provisioningState": "Succeeded", **body["properties"]}
        self.resources[path] = there
        return Reply(there)

    def post(self, url: str, body: Mapping[str, Any] | None = None, **_: str) -> Reply:
        self.calls.append(f"POST {_path(url)}")
        return Reply({"content": "loading weights\nRuntimeError: no adapter"})

    def delete(self, url: str, **_: str) -> Reply | None:
        self.calls.append(f"DELETE {_path(url)}")
        return None if self.resources.pop(_path(url), None) is None else Reply({})


@dataclass
class MemoryFiles:
    """The workspace's default datastore."""

    files: dict[str, bytes] = field(default_factory=dict)

    def uri(self, path: str) -> str:
        return f"azureml://datastores/default/paths/{path}"

    def url(self, path: str) -> str:
        return f"https://account.blob.core.windows.net/container/{path}"

    def upload(self, path: str, file: Path) -> bool:
        self.files[path] = file.read_bytes()
        return True


def workspace_in_memory() -> tuple[Workspace, MemoryRest, BlobDatastore, MemoryFiles]:
    rest, files = MemoryRest(), MemoryFiles()
    return Workspace(cast("AzureRest", rest), STACK), rest, cast("BlobDatastore", files), files


def _path(url: str) -> str:
    return url.removeprefix(f"{MANAGEMENT}{STACK.workspace_path}")
