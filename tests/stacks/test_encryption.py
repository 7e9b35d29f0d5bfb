"""With a key of one's own, storage, registry and workspace are encrypted with it, as the identity that may use it."""

import json
from functools import cache

from tests.stacks.conftest import THEIRS, Declared, declare

VERSION = "0" * 32
KEY = {
    "vault": f"{THEIRS}Microsoft.KeyVault/vaults/kv-theirs",
    "key": f"https://kv-theirs.vault.azure.net/keys/own/{VERSION}",
    "identity": f"{THEIRS}Microsoft.ManagedIdentity/userAssignedIdentities/id-theirs",
}


@cache
def encrypted() -> Declared:
    """The stack of one's own script with a key of one's own."""
    return declare({"tunestack:customer_managed_key": json.dumps(KEY)}, journey="phi3-custom")


def test_storage_is_encrypted_with_the_key_in_two_layers() -> None:
    account = encrypted().one("azure-native:storage:StorageAccount")
    assert account["encryption"]["keySource"] == "Microsoft.Keyvault"
    assert account["encryption"]["requireInfrastructureEncryption"] is True
    assert account["encryption"]["keyVaultProperties"] == {
        "keyVaultUri": "https://kv-theirs.vault.azure.net/",
        "keyName": "own",
        "keyVersion": VERSION,
    }
    assert account["encryption"]["encryptionIdentity"] == {"encryptionUserAssignedIdentity": KEY["identity"]}
    assert account["identity"]["userAssignedIdentities"] == [KEY["identity"]]


def test_the_registry_is_premium_and_encrypted_with_the_key() -> None:
    registry = encrypted().one("azure-native:containerregistry:Registry")
    assert registry["sku"]["name"] == "Premium"
    assert registry["encryption"]["status"] == "enabled"
    assert registry["encryption"]["keyVaultProperties"] == {"keyIdentifier": KEY["key"], "identity": "client-of-theirs"}


def test_microsofts_key_encrypts_where_there_is_none_of_ones_own() -> None:
    account = declare(journey="phi3-custom").one("azure-native:storage:StorageAccount")
    assert account["encryption"]["keySource"] == "Microsoft.Storage"
    assert account["encryption"]["requireInfrastructureEncryption"] is True
