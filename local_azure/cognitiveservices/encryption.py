"""The key that an account is encrypted with: Microsoft's, or one of its own that it may really use."""

from local_azure.behaviour import Write
from local_azure.errors import AzureError, bad_request
from local_azure.keyvault.customer_keys import WORDS, acting_identity, key_finding, key_from_parts, vault_of_key
from local_azure.platform import Platform


def check_encryption(platform: Platform, write: Write) -> None:
    """Returns when the key that an account asks for can be used by it.

    Raises:
        AzureError: 400; the code and text are from memory.
    """
    encryption = (write.body.get("properties") or {}).get("encryption") or {}
    if str(encryption.get("keySource", "")).lower() != "microsoft.keyvault":
        return
    asked = encryption.get("keyVaultProperties") or {}
    acting = acting_identity(platform, write, asked.get("identityClientId"))
    if acting is None:
        raise _refused("the account has no identity that could use it yet")
    key = key_from_parts(
        str(asked.get("keyVaultUri", "")), str(asked.get("keyName", "")), str(asked.get("keyVersion") or "")
    )
    finding = "no vault" if key is None else key_finding(platform, vault_of_key(platform, key), key, acting)
    if finding is not None:
        raise _refused(WORDS[finding])


def _refused(why: str) -> AzureError:
    return bad_request(
        f"The customer-managed key of the account can't be used: {why}.",
        code="InvalidKeyVaultProperties",
        target="encryption",
    )
