"""Storage accounts, their services, containers, network rules and management policies, by azure-mgmt-storage."""

from collections.abc import Iterator

from azure.mgmt.storage import StorageManagementClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, refuses

GROUP, NAME = "conformance-storage", "conformancestorage"


def commands() -> Iterator[Command]:
    """Makes an account, changes it, asks for all of it, and deletes it."""
    client = StorageManagementClient(credential(), SUBSCRIPTION)
    accounts = client.storage_accounts
    body = {
        "location": LOCATION,
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "properties": {"allowSharedKeyAccess": False, "minimumTlsVersion": "TLS1_2"},
    }
    yield from group_commands(GROUP, "Microsoft.Storage")
    yield (
        "check_name_availability of a free name",
        lambda: holds(
            accounts.check_name_availability(
                {"name": NAME, "type": "Microsoft.Storage/storageAccounts"}
            ).name_available,
            True,
        ),
    )
    yield "begin_create", lambda: holds(accounts.begin_create(GROUP, NAME, body).result().name, NAME)
    yield (
        "check_name_availability of a taken name",
        lambda: holds(
            accounts.check_name_availability({"name": NAME, "type": "Microsoft.Storage/storageAccounts"}).reason,
            "AlreadyExists",
        ),
    )
    yield "get_properties", lambda: holds(accounts.get_properties(GROUP, NAME).allow_shared_key_access, False)
    yield "list", lambda: holds(NAME in [one.name for one in accounts.list()], True)
    yield "list_by_resource_group", lambda: holds([one.name for one in accounts.list_by_resource_group(GROUP)], [NAME])
    yield "update", lambda: holds(accounts.update(GROUP, NAME, {"tags": {"stage": "two"}}).tags, {"stage": "two"})
    yield "list_keys", lambda: holds(len(accounts.list_keys(GROUP, NAME).keys_property), 2)
    yield (
        "blob_services.set_service_properties",
        lambda: client.blob_services.set_service_properties(
            GROUP, NAME, {"properties": {"deleteRetentionPolicy": {"enabled": True, "days": 7}}}
        ),
    )
    yield (
        "blob_services.get_service_properties",
        lambda: holds(client.blob_services.get_service_properties(GROUP, NAME).delete_retention_policy.days, 7),
    )
    yield "blob_containers.create", lambda: client.blob_containers.create(GROUP, NAME, "rows", {})
    yield (
        "blob_containers.list",
        lambda: holds([one.name for one in client.blob_containers.list(GROUP, NAME)], ["rows"]),
    )
    yield "blob_containers.get", lambda: holds(client.blob_containers.get(GROUP, NAME, "rows").name, "rows")
    yield "blob_containers.delete", lambda: client.blob_containers.delete(GROUP, NAME, "rows")
    yield "delete", lambda: accounts.delete(GROUP, NAME)
    yield (
        "get_properties of a deleted account",
        lambda: refuses("ResourceNotFound", lambda: accounts.get_properties(GROUP, NAME)),
    )
