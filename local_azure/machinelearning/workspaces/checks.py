"""What else a workspace must hold up to: how its datastores sign in, who it acts as, and its own key."""

from local_azure.behaviour import Write
from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.keyvault.customer_keys import WORDS, acting_identity, key_finding, key_from_identifier
from local_azure.platform import Platform
from local_azure.resources import Resources

_AUTH_MODES = ("AccessKey", "Identity", "UserDelegationSAS")


def check_datastores_auth(resources: Resources, write: Write) -> None:
    """Returns when the workspace's own datastores can sign in as it asks.

    Raises:
        AzureError: 400 ValidationError for an unknown mode, and for keys of an account that takes none.
    """
    properties = write.body.get("properties") or {}
    mode = str(properties.get("systemDatastoresAuthMode") or _AUTH_MODES[0])
    if mode.lower() not in [each.lower() for each in _AUTH_MODES]:
        raise _invalid(
            f"The systemDatastoresAuthMode '{mode}' isn't one of {', '.join(_AUTH_MODES)}.", "systemDatastoresAuthMode"
        )
    account = resources.get(properties.get("storageAccount") or "")
    takes_no_keys = account is not None and account.properties.get("allowSharedKeyAccess") is False
    if mode.lower() == "accesskey" and account is not None and takes_no_keys:
        raise _invalid(
            f"Storage account '{account.name}' doesn't permit key based authentication: set systemDatastoresAuthMode "
            "to identity, or let the account take shared keys.",
            "systemDatastoresAuthMode",
        )


def check_identity(write: Write) -> None:
    """Returns when a workspace with user-assigned identities says which of them it acts as.

    Raises:
        AzureError: 400 ValidationError.
    """
    identity = write.body.get("identity") or {}
    assigned = [each.lower() for each in identity.get("userAssignedIdentities") or {}]
    primary = (write.body.get("properties") or {}).get("primaryUserAssignedIdentity")
    if "userassigned" in str(identity.get("type", "")).lower() and str(primary or "").lower() not in assigned:
        raise _invalid(
            "A workspace with user-assigned identities needs primaryUserAssignedIdentity, one of those that it has.",
            "primaryUserAssignedIdentity",
        )


def check_encryption(platform: Platform, write: Write) -> None:
    """Returns when the key that a workspace is to be encrypted with can be used for it.

    Raises:
        AzureError: 400 BadRequest.
    """
    encryption = (write.body.get("properties") or {}).get("encryption") or {}
    if str(encryption.get("status", "Disabled")).lower() != "enabled":
        return
    asked: Json = encryption.get("keyVaultProperties") or {}
    vault = platform.resources.get(asked.get("keyVaultArmId") or "")
    key = key_from_identifier(str(asked.get("keyIdentifier", "")))
    if vault is None or key is None:
        raise bad_request("CMK workspaces need keyVaultArmId and keyIdentifier of a key that exists.")
    identity_id = (encryption.get("identity") or {}).get("userAssignedIdentity")
    acting = acting_identity(platform, write, identity_id) if identity_id else None
    finding = key_finding(platform, vault, key, acting)
    if finding == "not protected":
        # azure-docs issue 108584.
        raise bad_request("CMK workspaces should have purge protection enabled on their CMK keyvault.")
    if finding is not None:
        raise bad_request(
            f"The customer-managed key '{asked.get('keyIdentifier')}' can't be used: {WORDS[finding]}.",
            target="encryption",
        )


def _invalid(message: str, target: str) -> AzureError:
    return bad_request(message, code="ValidationError", target=target)
