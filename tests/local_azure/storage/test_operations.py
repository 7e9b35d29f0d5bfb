"""Requests to the blob service are read as what they do, and with the permission that they need."""

import pytest

from local_azure.storage.operations import is_traversal, read_request

HOST = "Account.blob.core.windows.net"


@pytest.mark.parametrize(
    ("method", "path", "query", "permission"),
    [
        ("GET", "/data/a/b.jsonl", {}, "r"),
        ("HEAD", "/data/a/b.jsonl", {}, "r"),
        ("PUT", "/data/a/b.jsonl", {}, "cw"),
        ("PUT", "/data/a/b.jsonl", {"comp": "block", "blockid": "MQ=="}, "cw"),
        ("PUT", "/data/a/b.jsonl", {"comp": "appendblock"}, "aw"),
        ("PUT", "/data/a/b.jsonl", {"comp": "metadata"}, "w"),
        ("DELETE", "/data/a/b.jsonl", {}, "d"),
        ("GET", "/data", {"restype": "container", "comp": "list"}, "l"),
        ("PUT", "/data", {"restype": "container"}, ""),
    ],
)
def test_each_operation_needs_its_own_permission(
    method: str, path: str, query: dict[str, str], permission: str
) -> None:
    assert read_request(HOST, method, path, query).permission == permission


def test_account_container_and_blob_are_read_decoded() -> None:
    request = read_request(HOST, "GET", "/logs/run%20one/std%2Blog.txt", {})
    assert (request.account, request.container, request.blob) == ("account", "logs", "run one/std+log.txt")


@pytest.mark.parametrize("path", ["/data/../other/x", "/data/%2e%2e/other/x", "/data/a%5C..%5Cx", "/./data"])
def test_paths_that_leave_their_container_are_noticed(path: str) -> None:
    assert is_traversal(path)


def test_dots_within_names_are_ordinary() -> None:
    assert not is_traversal("/data/a..b/.hidden/x.jsonl")


def test_listing_containers_is_no_data_operation() -> None:
    assert read_request(HOST, "GET", "/", {"comp": "list"}).permission == ""
