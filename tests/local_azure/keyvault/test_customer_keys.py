"""Storage accounts, registries and AI Services accounts take a key of one's own only when they may and can use it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.local_azure.keyvault.vaults import CRYPTO_ENCRYPTION_USER, CRYPTO_OFFICER, Vault, make_vault
from tests.local_azure.network.networks import refusal
from tests.local_azure.running import LocalAzure

Body = Callable[..., tuple[str, dict[str, Any]]]


def identity_of(azure: LocalAzure, group: str) -> dict[str, Any]:
    """Makes a user-assigned identity and returns it."""
    name = f"id-{uuid.uuid4().hex[:8]}"
    return azure.put(
        f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}", {"location": "eastus2"}
    )


def key_of(vault: Vault) -> str:
    """Makes a key and returns its identifier."""
    answer = vault.call("POST", "keys/cmk/create", {"kty": "RSA"})
    return str(answer.raise_for_status().json()["key"]["kid"])


def storage(identity: dict[str, Any], key: str) -> tuple[str, dict[str, Any]]:
    vault_uri, _, rest = key.partition("/keys/")
    name, _, version = rest.partition("/")
    encryption = {
        "keySource": "Microsoft.Keyvault",
        "identity": {"userAssignedIdentity": identity["id"]},
        "keyvaultproperties": {"keyvaulturi": vault_uri, "keyname": name, "keyversion": version},
    }
    body = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    path = f"Microsoft.Storage/storageAccounts/cmk{uuid.uuid4().hex[:12]}"
    return path, {**body, **assigned(identity), "properties": {"encryption": encryption}}


def registry(identity: dict[str, Any], key: str, sku: str = "Premium") -> tuple[str, dict[str, Any]]:
    client = identity["properties"]["clientId"]
    encryption = {"status": "enabled", "keyVaultProperties": {"keyIdentifier": key, "identity": client}}
    body = {"location": "eastus2", "sku": {"name": sku}, "properties": {"encryption": encryption}}
    path = f"Microsoft.ContainerRegistry/registries/cmk{uuid.uuid4().hex[:12]}"
    return path, {**body, **assigned(identity)}


def account(identity: dict[str, Any], key: str) -> tuple[str, dict[str, Any]]:
    vault_uri, _, rest = key.partition("/keys/")
    asked = {"keyVaultUri": vault_uri, "keyName": rest.partition("/")[0], "keyVersion": rest.partition("/")[2]}
    asked["identityClientId"] = identity["properties"]["clientId"]
    encryption = {"keySource": "Microsoft.KeyVault", "keyVaultProperties": asked}
    body = {
        "location": "eastus2",
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "properties": {"encryption": encryption},
    }
    return f"Microsoft.CognitiveServices/accounts/cmk{uuid.uuid4().hex[:12]}", {**body, **assigned(identity)}


def assigned(identity: dict[str, Any]) -> dict[str, Any]:
    return {"identity": {"type": "UserAssigned", "userAssignedIdentities": {identity["id"]: {}}}}


def put(azure: LocalAzure, group: str, made: tuple[str, dict[str, Any]]) -> Any:  # noqa: ANN401 -- an httpx.Response
    return azure.call("PUT", f"{group}/providers/{made[0]}", made[1])


@pytest.mark.parametrize("body", [storage, registry, account])
def test_a_key_that_may_be_used_is_taken(local_azure: LocalAzure, group: str, body: Body) -> None:
    vault = make_vault(local_azure, group, CRYPTO_OFFICER, enablePurgeProtection=True, publicNetworkAccess="Enabled")
    identity, key = identity_of(local_azure, group), key_of(vault)
    vault.assign(CRYPTO_ENCRYPTION_USER, identity["properties"]["principalId"])
    assert put(local_azure, group, body(identity, key)).status_code in (200, 201, 202)


@pytest.mark.parametrize(
    ("body", "code"),
    [(storage, "KeyVaultAuthenticationFailure"), (registry, "KeyAccessFailed"), (account, "InvalidKeyVaultProperties")],
)
def test_without_the_role_on_the_key_it_is_refused(local_azure: LocalAzure, group: str, body: Body, code: str) -> None:
    vault = make_vault(local_azure, group, CRYPTO_OFFICER, enablePurgeProtection=True)
    answer = put(local_azure, group, body(identity_of(local_azure, group), key_of(vault)))
    assert refusal(answer) == (400, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [(storage, "KeyVaultPolicyError"), (registry, "KeyVaultNotRecoverable"), (account, "InvalidKeyVaultProperties")],
)
def test_a_vault_without_purge_protection_is_refused(
    local_azure: LocalAzure, group: str, body: Body, code: str
) -> None:
    vault = make_vault(local_azure, group, CRYPTO_OFFICER)
    identity, key = identity_of(local_azure, group), key_of(vault)
    vault.assign(CRYPTO_ENCRYPTION_USER, identity["properties"]["principalId"])
    assert refusal(put(local_azure, group, body(identity, key))) == (400, code)


@pytest.mark.parametrize(
    ("body", "no_vault", "no_key"),
    [
        (storage, "KeyVaultVaultNotFound", "KeyVaultEncryptionKeyNotFound"),
        (registry, "KeyAccessFailed", "KeyAccessFailed"),
        (account, "InvalidKeyVaultProperties", "InvalidKeyVaultProperties"),
    ],
)
def test_a_vault_or_key_that_is_not_there_is_refused(
    local_azure: LocalAzure, group: str, body: Body, no_vault: str, no_key: str
) -> None:
    vault = make_vault(local_azure, group, CRYPTO_OFFICER, enablePurgeProtection=True)
    identity = identity_of(local_azure, group)
    vault.assign(CRYPTO_ENCRYPTION_USER, identity["properties"]["principalId"])
    nowhere = "https://nowhere-at-all.vault.azure.net/keys/cmk"
    assert refusal(put(local_azure, group, body(identity, nowhere))) == (400, no_vault)
    assert refusal(put(local_azure, group, body(identity, f"{vault.host}/keys/none"))) == (400, no_key)


def test_a_storage_account_that_has_no_identity_yet_is_refused(local_azure: LocalAzure, group: str) -> None:
    vault = make_vault(local_azure, group, CRYPTO_OFFICER, enablePurgeProtection=True)
    path, body = storage(identity_of(local_azure, group), key_of(vault))
    body["identity"] = {"type": "SystemAssigned"}
    del body["properties"]["encryption"]["identity"]
    answer = put(local_azure, group, (path, body))
    assert refusal(answer) == (400, "MissingPrerequisitesForCustomerManagedKey")


def test_a_registry_below_premium_takes_no_key(local_azure: LocalAzure, group: str) -> None:
    vault = make_vault(local_azure, group, CRYPTO_OFFICER, enablePurgeProtection=True)
    answer = put(local_azure, group, registry(identity_of(local_azure, group), key_of(vault), "Standard"))
    assert refusal(answer) == (400, "FeatureNotSupportedForSku")
