"""Blobs of any size go through the gateway piece by piece, and lists of any length come by pages."""

import hashlib
import time
import tracemalloc
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from azure.core.credentials import AccessToken
from azure.storage.blob import BlobServiceClient, ContainerClient

from local_azure.identity import DEPLOYER_OBJECT_ID
from tests.local_azure.keyvault.vaults import assign
from tests.local_azure.running import ROOT, LocalAzure, group_id
from toolchain.paths import PartMissingError, azurite_script, node_executable

MEGABYTE = 1024 * 1024
SIZE = 64 * MEGABYTE
BLOB_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
ACCOUNT = "largedata"


class Token:
    """The deployer's tokens, for the storage client."""

    def __init__(self, azure: LocalAzure) -> None:
        self._azure = azure

    def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        return AccessToken(self._azure.token("https://storage.azure.com"), int(time.time()) + 3600)


@pytest.fixture(scope="module")
def container(local_azure: LocalAzure) -> Iterator[ContainerClient]:
    try:
        node_executable(ROOT), azurite_script(ROOT)
    except PartMissingError as missing:
        pytest.skip(f"Azurite isn't there: {missing}")
    group = group_id("rg-large-data")
    local_azure.put(group, {"location": "eastus2"})
    account_id = f"{group}/providers/Microsoft.Storage/storageAccounts/{ACCOUNT}"
    local_azure.put(account_id, {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}})
    assign(local_azure, account_id, BLOB_OWNER, DEPLOYER_OBJECT_ID)
    with BlobServiceClient(
        f"https://{ACCOUNT}.blob.core.windows.net",
        credential=Token(local_azure),
        proxies={"https": local_azure.proxy},
        connection_verify=str(local_azure.directory / "ca.pem"),
        retry_total=0,
    ) as service:
        yield service.create_container(f"test-{uuid.uuid4().hex}")
    local_azure.delete(group)


def test_a_blob_of_64_mb_goes_up_and_comes_down_in_a_fraction_of_its_size(
    local_azure: LocalAzure, container: ContainerClient
) -> None:
    url = f"{container.url}/large"
    headers = {
        "Authorization": f"Bearer {local_azure.token('https://storage.azure.com')}",
        "x-ms-version": "2024-11-04",
        "x-ms-blob-type": "BlockBlob",
        "Content-Length": str(SIZE),
    }
    local_azure.http.get(url, headers=headers | {"Content-Length": "0"})  # what is made once is made by now
    sent, received = hashlib.sha256(), hashlib.sha256()
    with peak() as up:
        local_azure.http.put(url, content=pieces(sent), headers=headers).raise_for_status()
    with peak() as down, local_azure.http.stream("GET", url, headers={**headers, "Content-Length": "0"}) as answer:
        for piece in answer.iter_raw():
            received.update(piece)
    assert received.digest() == sent.digest()
    assert max(up.bytes, down.bytes) < SIZE / 4


def test_blobs_are_listed_by_page_and_from_a_page_on(container: ContainerClient) -> None:
    names = [f"rows/{number:03}" for number in range(300)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: container.upload_blob(name, b"row"), names))
    pages = container.list_blobs("rows/", results_per_page=100).by_page()
    first = [blob.name for blob in next(pages)]
    assert pages.continuation_token
    later = container.list_blobs("rows/", results_per_page=100).by_page(pages.continuation_token)
    rest = [[blob.name for blob in page] for page in later]
    assert [len(page) for page in rest] == [100, 100]
    assert [*first, *rest[0], *rest[1]] == names


@dataclass
class Peak:
    """The most that Python held in a block beyond what it held at its beginning, in bytes."""

    bytes: int = 0


@contextmanager
def peak() -> Iterator[Peak]:
    """Measures a block: the client's memory and the gateway's, which run in this process."""
    found = Peak()
    tracemalloc.start()
    try:
        yield found
        found.bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def pieces(digest: "hashlib._Hash") -> Iterator[bytes]:
    """Yields a blob's content a megabyte at a time, no two alike, and adds it to a hash."""
    for number in range(SIZE // MEGABYTE):
        piece = number.to_bytes(4, "big") * (MEGABYTE // 4)
        digest.update(piece)
        yield piece
