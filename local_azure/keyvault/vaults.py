"""What a key vault does beyond being stored: its address, its soft delete, and protection that can't be taken back."""

from local_azure.behaviour import Behaviour, SoftDelete, Write
from local_azure.errors import AzureError, bad_request, conflict
from local_azure.identity import TENANT_ID
from local_azure.json_types import Json
from local_azure.keyvault.items import Items
from local_azure.keyvault.retention import DAYS, DEFAULT_DAYS, is_purge_protected, retention_days
from local_azure.keyvault.secret_mirror import SecretMirror
from local_azure.network.connections import with_connections
from local_azure.network.rules import check_rules
from local_azure.platform import Platform
from local_azure.resources import Resource

_DEFAULTS: Json = {
    "accessPolicies": [],
    "enabledForDeployment": False,
    "enableSoftDelete": True,
    "softDeleteRetentionInDays": DEFAULT_DAYS,
    "enableRbacAuthorization": False,
    "publicNetworkAccess": "Enabled",
}


def vault_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.KeyVault/vaults``."""
    kept = SoftDelete(
        days=retention_days,
        refuse=_refuse,
        recovers=lambda write, _deleted: _create_mode(write) == "recover",
        purge_protected=is_purge_protected,
    )

    async def validate(write: Write) -> None:
        await _validate(write)
        check_rules(platform, write, (write.body.get("properties") or {}).get("networkAcls"), code="BadRequest")

    async def provision(vault: Resource) -> None:
        secrets, keys = Items(platform, "secrets"), Items(platform, "keys")
        for items in (secrets, keys):
            items.forget_others(vault)
        SecretMirror(platform, secrets).update_all(vault)

    return Behaviour(
        validate=validate,
        prepare=_prepare,
        provision=provision,
        present=lambda vault: with_connections(platform, vault),
        soft_delete=kept,
        name_taken=_taken,
    )


async def _validate(write: Write) -> None:
    properties = write.body.get("properties") or {}
    if _create_mode(write) == "recover":
        if write.existing is None:
            raise AzureError(404, "VaultNotFound", f"There is no deleted vault '{write.name}' to recover.")
        return
    if str(properties.get("tenantId", "")).lower() != TENANT_ID:
        raise bad_request("The tenant ID of the vault is missing or isn't the subscription's.", target="tenantId")
    days = properties.get("softDeleteRetentionInDays", DEFAULT_DAYS)
    if not isinstance(days, int) or days not in DAYS:
        raise bad_request("The property 'softDeleteRetentionInDays' must be between 7 and 90.")
    if properties.get("enableSoftDelete") is False:
        raise bad_request("The property 'enableSoftDelete' can be set to false only for creating new vault.")
    before = write.existing.properties if write.existing else {}
    if properties.get("enablePurgeProtection") is False or (
        before.get("enablePurgeProtection") and properties.get("enablePurgeProtection", True) is not True
    ):
        raise bad_request(
            "The property 'enablePurgeProtection' cannot be set to false. Enabling the purge protection for a vault "
            "is an irreversible action."
        )


async def _prepare(write: Write) -> Json:
    before = write.existing.properties if write.existing else {}
    if _create_mode(write) == "recover" and write.existing is not None:
        return {name: value for name, value in write.existing.body.items() if name != "systemData"}
    sent = {name: value for name, value in (write.body.get("properties") or {}).items() if name != "createMode"}
    properties = {**_DEFAULTS, **sent, "vaultUri": f"https://{write.name.lower()}.vault.azure.net/"}
    for member in ("enablePurgeProtection", "softDeleteRetentionInDays"):
        if member in before and member not in sent:
            properties[member] = before[member]
    return {**write.body, "properties": properties}


def _create_mode(write: Write) -> str:
    return str((write.body.get("properties") or {}).get("createMode", "default")).lower()


def _refuse(_write: Write, _deleted: Resource) -> AzureError:
    return conflict(
        "A vault with the same name already exists in deleted state. You need to either recover or purge existing key "
        "vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
        code="ConflictError",
    )


def _taken(write: Write) -> AzureError:
    return conflict(
        f"The vault name '{write.name}' is already in use. Vault names are globally unique so it is possible that the "
        "name is already taken. If you are sure that the vault name was not taken then it is possible that a vault "
        "with the same name was recently deleted but not purged after being placed in a recoverable state. If "
        "the vault is in a recoverable state then the vault will need to be purged before reusing the name. For more "
        "information about VaultAlreadyExists, soft delete and purging a vault follow this link "
        "https://go.microsoft.com/fwlink/?linkid=2147740.",
        code="VaultAlreadyExists",
    )
