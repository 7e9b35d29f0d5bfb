"""Vaults with soft delete, recovery and purging, by azure-mgmt-keyvault."""

from collections.abc import Iterator

from azure.mgmt.keyvault import KeyVaultManagementClient
from setting import LOCATION, SUBSCRIPTION, TENANT, Command, credential, group_commands, holds, refuses

GROUP, NAME = "conformance-vaults", "conformancevault"


def commands() -> Iterator[Command]:
    """Makes a vault, deletes, recovers, deletes and purges it."""
    client = KeyVaultManagementClient(credential(), SUBSCRIPTION)
    vaults = client.vaults
    properties = {
        "tenantId": TENANT,
        "sku": {"family": "A", "name": "standard"},
        "enableRbacAuthorization": True,
        "softDeleteRetentionInDays": 7,
    }
    body = {"location": LOCATION, "properties": properties}
    named = {"name": NAME, "type": "Microsoft.KeyVault/vaults"}
    yield from group_commands(GROUP, "Microsoft.KeyVault")
    yield "check_name_availability", lambda: holds(vaults.check_name_availability(named).name_available, True)
    yield "begin_create_or_update", lambda: holds(vaults.begin_create_or_update(GROUP, NAME, body).result().name, NAME)
    yield (
        "get",
        lambda: holds(vaults.get(GROUP, NAME).properties.vault_uri.rstrip("/"), f"https://{NAME}.vault.azure.net"),
    )
    yield "update", lambda: holds(vaults.update(GROUP, NAME, {"tags": {"stage": "two"}}).tags, {"stage": "two"})
    yield "list_by_resource_group", lambda: holds([one.name for one in vaults.list_by_resource_group(GROUP)], [NAME])
    yield "list_by_subscription", lambda: holds(NAME in [one.name for one in vaults.list_by_subscription()], True)
    yield "delete", lambda: vaults.delete(GROUP, NAME)
    yield "get_deleted", lambda: holds(vaults.get_deleted(NAME, LOCATION).properties.location, LOCATION)
    yield "list_deleted", lambda: holds(NAME in [one.name for one in vaults.list_deleted()], True)
    yield (
        "begin_create_or_update of a deleted name",
        lambda: refuses("ConflictError", lambda: vaults.begin_create_or_update(GROUP, NAME, body).result()),
    )
    recovered = {"location": LOCATION, "properties": {**properties, "createMode": "recover"}}
    yield "recover", lambda: holds(vaults.begin_create_or_update(GROUP, NAME, recovered).result().name, NAME)
    yield "delete again", lambda: vaults.delete(GROUP, NAME)
    yield "begin_purge_deleted", lambda: vaults.begin_purge_deleted(NAME, LOCATION).result()
    yield (
        "get_deleted of a purged vault",
        lambda: refuses("DeletedVaultNotFound", lambda: vaults.get_deleted(NAME, LOCATION)),
    )
