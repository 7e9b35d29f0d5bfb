"""Secrets with versions, soft delete and recovery, by azure-keyvault-secrets."""

from collections.abc import Iterator

from azure.keyvault.secrets import SecretClient
from azure.mgmt.keyvault import KeyVaultManagementClient
from setting import LOCATION, SUBSCRIPTION, TENANT, Command, credential, group_commands, holds, may, refuses

GROUP, NAME = "conformance-secrets", "conformancesecrets"


def commands() -> Iterator[Command]:
    """Makes a vault by its management client, then keeps, lists, deletes, recovers and purges a secret."""
    vaults = KeyVaultManagementClient(credential(), SUBSCRIPTION).vaults
    properties = {"tenantId": TENANT, "sku": {"family": "A", "name": "standard"}, "enableRbacAuthorization": True}
    client = SecretClient(f"https://{NAME}.vault.azure.net", credential())
    yield from group_commands(GROUP, "Microsoft.KeyVault")
    yield (
        "a vault",
        lambda: vaults.begin_create_or_update(GROUP, NAME, {"location": LOCATION, "properties": properties}).result(),
    )
    yield "a role on secrets", lambda: may("b86a8fe4-44ce-4948-aee5-eccb2c155cd7", GROUP)  # Key Vault Secrets Officer
    yield "set_secret", lambda: holds(client.set_secret("one", "first").value, "first")
    yield (
        "set_secret anew",
        lambda: holds(client.set_secret("one", "second", tags={"a": "b"}).properties.tags, {"a": "b"}),
    )
    yield "get_secret", lambda: holds(client.get_secret("one").value, "second")
    yield (
        "list_properties_of_secret_versions",
        lambda: holds(len(list(client.list_properties_of_secret_versions("one"))), 2),
    )
    yield (
        "list_properties_of_secrets",
        lambda: holds([one.name for one in client.list_properties_of_secrets()], ["one"]),
    )
    yield (
        "update_secret_properties",
        lambda: holds(client.update_secret_properties("one", content_type="text/plain").content_type, "text/plain"),
    )
    yield "begin_delete_secret", lambda: client.begin_delete_secret("one").result()
    yield "get_secret of a deleted one", lambda: refuses("SecretNotFound", lambda: client.get_secret("one"))
    yield "list_deleted_secrets", lambda: holds([one.name for one in client.list_deleted_secrets()], ["one"])
    yield "begin_recover_deleted_secret", lambda: client.begin_recover_deleted_secret("one").wait()
    yield "begin_delete_secret again", lambda: client.begin_delete_secret("one").wait()
    yield "purge_deleted_secret", lambda: client.purge_deleted_secret("one")
    yield "get_deleted_secret of none", lambda: refuses("SecretNotFound", lambda: client.get_deleted_secret("one"))
    yield "delete the vault", lambda: vaults.delete(GROUP, NAME)
    yield "purge the vault", lambda: vaults.begin_purge_deleted(NAME, LOCATION).result()
