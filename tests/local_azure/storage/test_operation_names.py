"""Requests to the blob service are told apart as Azure's reference calls them, whatever is in them."""

import pytest
from starlette.requests import Request

from local_azure.storage.operation_names import BLOB_OPERATIONS


def asked(method: str, path: str, query: str = "") -> str | None:
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"host", b"someone.blob.core.windows.net")],
    }
    found = BLOB_OPERATIONS.of(Request(scope))
    return found[1] if found else None


@pytest.mark.parametrize(
    ("method", "path", "query", "name"),
    [
        ("GET", "/", "comp=list", "List Containers"),
        ("GET", "/", "restype=service&comp=properties", "Get Blob Service Properties"),
        ("HEAD", "/rows", "restype=account&comp=properties", "Get Account Information"),
        ("POST", "/", "restype=service&comp=userdelegationkey", "Get User Delegation Key"),
        ("PUT", "/rows", "restype=container", "Create Container"),
        ("HEAD", "/rows", "restype=container", "Get Container Properties"),
        ("GET", "/rows", "restype=container&comp=list&prefix=a", "List Blobs"),
        ("PUT", "/rows/a/b.jsonl", "", "Put Blob"),
        ("PUT", "/rows/a/b.jsonl", "comp=block&blockid=MDA%3D", "Put Block"),
        ("PUT", "/rows/a/b.jsonl", "comp=blocklist", "Put Block List"),
        ("GET", "/rows/a/b.jsonl", "sv=2024-11-04&sig=abc", "Get Blob"),
        ("HEAD", "/rows/a/b.jsonl", "", "Get Blob Properties"),
        ("HEAD", "/rows/a/b.jsonl", "comp=metadata", "Get Blob Metadata"),
        ("DELETE", "/rows/a/b.jsonl", "", "Delete Blob"),
    ],
)
def test_an_operation_has_azures_name(method: str, path: str, query: str, name: str) -> None:
    assert asked(method, path, query) == name


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [("PATCH", "/rows/a", ""), ("PUT", "/rows/a", "comp=nothing"), ("GET", "/", "restype=account&comp=list")],
)
def test_what_the_service_has_not_is_no_operation(method: str, path: str, query: str) -> None:
    assert asked(method, path, query) is None


def test_each_operation_is_listed_once() -> None:
    names = [name for _, name in BLOB_OPERATIONS.all]
    assert len(names) == len(set(names))
