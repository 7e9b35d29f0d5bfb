"""The key that a storage account is encrypted with: Microsoft's, or one of its own that it may really use."""

from local_azure.behaviour import Write
from local_azure.errors import AzureError, bad_request
from local_azure.keyvault.customer_keys import Finding, acting_identity, key_finding, key_from_parts, vault_of_key
from local_azure.platform import Platform

# Code and text of each finding: azure-cli issues 12346 and 17914 (not protected), azure-docs issue 84096 (text of not
# allowed); the other codes are from memory.
_REFUSALS: dict[Finding, tuple[str, str]] = {
    "no vault": ("KeyVaultVaultNotFound", "The operation failed because the key vault was not found."),
    "not protected": ("KeyVaultPolicyError", "Keyvault policy recoverable is not set"),
    "no key": ("KeyVaultEncryptionKeyNotFound", "The operation failed because the key was not found in the key vault."),
    "not allowed": (
        "KeyVaultAuthenticationFailure",
        "The operation failed because of authentication issue on the keyvault. For more information, see - "
        "https://aka.ms/storagekeyvaultaccesstroubleshooting",
    ),
}


def check_encryption(platform: Platform, write: Write) -> None:
    """Returns when the key that an account asks for can be used by it.

    Raises:
        AzureError: 400, in the storage service's codes.
    """
    encryption = (write.body.get("properties") or {}).get("encryption") or {}
    if str(encryption.get("keySource", "")).lower() != "microsoft.keyvault":
        return
    asked = encryption.get("keyvaultproperties") or {}
    identity_id = (encryption.get("identity") or {}).get("userAssignedIdentity")
    acting = acting_identity(platform, write, identity_id)
    key = key_from_parts(
        str(asked.get("keyvaulturi", "")), str(asked.get("keyname", "")), str(asked.get("keyversion") or "")
    )
    if acting is None or key is None or not asked.get("keyname"):
        raise _missing()
    finding = key_finding(platform, vault_of_key(platform, key), key, acting)
    if finding is not None:
        code, message = _REFUSALS[finding]
        raise bad_request(message, code=code, target="encryption.keyvaultproperties")


def _missing() -> AzureError:
    # azure-service-operator issue 4122; the code is from memory.
    return bad_request(
        "Missing pre-requisites to enable EncryptionAtRest/Customer Managed Key for this storage account. For more "
        "information, see - https://aka.ms/storagecmkconfiguration",
        code="MissingPrerequisitesForCustomerManagedKey",
        target="encryption",
    )
