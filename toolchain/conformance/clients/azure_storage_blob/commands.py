"""Blobs of all kinds of sizes, pages of them, metadata, leases and conditions, by azure-storage-blob."""

import os
from collections.abc import Iterator

from azure.core import MatchConditions
from azure.mgmt.storage import StorageManagementClient
from azure.storage.blob import BlobBlock, BlobServiceClient, ContainerClient
from large_data import large_data_commands
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, may, refuses

GROUP, NAME = "conformance-blobs", "conformanceblobs"
MEGABYTE = 1024 * 1024


def commands() -> Iterator[Command]:
    """Makes an account by its management client, then works with blobs in it, without any key."""
    accounts = StorageManagementClient(credential(), SUBSCRIPTION).storage_accounts
    body = {
        "location": LOCATION,
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "properties": {"allowSharedKeyAccess": False},
    }
    service = BlobServiceClient(f"https://{NAME}.blob.core.windows.net", credential=credential())
    container = service.get_container_client("rows")
    yield from group_commands(GROUP, "Microsoft.Storage")
    yield "an account", lambda: accounts.begin_create(GROUP, NAME, body).result()
    yield "a role on blobs", lambda: may("b7e6dc6d-f1e8-4753-8033-0f276bb0955b", GROUP)  # Storage Blob Data Owner
    yield "create_container", lambda: service.create_container("rows")
    yield (
        "create_container of the same name",
        lambda: refuses("ContainerAlreadyExists", lambda: service.create_container("rows")),
    )
    yield "list_containers", lambda: holds([one.name for one in service.list_containers()], ["rows"])
    yield from _blobs(container)
    yield from large_data_commands(container)
    yield "delete_container", container.delete_container
    yield "list_blobs of no container", lambda: refuses("ContainerNotFound", lambda: list(container.list_blobs()))
    yield "get_user_delegation_key", lambda: _delegation_key(service)


def _blobs(container: ContainerClient) -> Iterator[Command]:
    large = os.urandom(9 * MEGABYTE)
    yield "upload_blob", lambda: container.upload_blob("a/1.txt", b"one", metadata={"stage": "one"})
    yield "upload_blob over it", lambda: refuses("BlobAlreadyExists", lambda: container.upload_blob("a/1.txt", b"two"))
    yield "upload_blob with overwrite", lambda: container.upload_blob("a/1.txt", b"two", overwrite=True)
    yield "upload_blob in blocks", lambda: container.upload_blob("big", large, overwrite=True, max_concurrency=4)
    blocks = container.get_blob_client("blocks")
    yield "stage_block", lambda: blocks.stage_block("one", b"one")
    yield "get_block_list of what is staged", lambda: holds([one.size for one in blocks.get_block_list("all")[1]], [3])
    yield "commit_block_list", lambda: blocks.commit_block_list([BlobBlock("one")])
    yield "get_block_list", lambda: holds([one.size for one in blocks.get_block_list()[0]], [3])
    yield "delete_blob of what was put together", blocks.delete_blob
    yield (
        "download_blob in ranges",
        lambda: holds(container.download_blob("big", max_concurrency=4).readall() == large, True),
    )
    yield (
        "download_blob of a range",
        lambda: holds(container.download_blob("a/1.txt", offset=1, length=2).readall(), b"wo"),
    )
    blob = container.get_blob_client("a/1.txt")
    yield "set_blob_metadata", lambda: blob.set_blob_metadata({"stage": "two"})
    yield "get_blob_properties", lambda: holds(blob.get_blob_properties().metadata, {"stage": "two"})
    yield (
        "upload_blob where another wrote",
        lambda: refuses(
            "ConditionNotMet",
            lambda: blob.upload_blob(b"x", overwrite=True, etag='"0x0"', match_condition=MatchConditions.IfNotModified),
        ),
    )
    yield "exists", lambda: holds(blob.exists(), True)
    yield "list_blobs by prefix", lambda: holds([one.name for one in container.list_blobs("a/")], ["a/1.txt"])
    yield "list_blobs by page", lambda: holds(len(list(container.list_blobs(results_per_page=1).by_page())), 2)
    yield "walk_blobs", lambda: holds([one.name for one in container.walk_blobs()], ["a/", "big"])
    yield "acquire_lease", lambda: blob.acquire_lease(15).release()
    yield "delete_blob", blob.delete_blob
    yield "delete_blob of none", lambda: refuses("BlobNotFound", blob.delete_blob)


def _delegation_key(service: BlobServiceClient) -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    holds(bool(service.get_user_delegation_key(now - timedelta(minutes=5), now + timedelta(hours=1)).value), True)
