"""How secrets and keys look in a vault's answers, and how a request's attributes are read."""

from datetime import datetime
from typing import Any

from local_azure.errors import AzureError, bad_request, not_found
from local_azure.json_types import Json
from local_azure.keyvault.items import Item, Version
from local_azure.keyvault.retention import recovery_attributes
from local_azure.resources import Resource

_ONE = {"secrets": "secret", "keys": "key"}


def uri(vault: Resource, kind: str, name: str, version: str = "") -> str:
    """Returns the identifier of a secret or key, of one version where it is given."""
    base = f"https://{vault.name.lower()}.vault.azure.net/{kind}/{name}"
    return f"{base}/{version}" if version else base


def common(vault: Resource, version: Version) -> Json:
    """Returns the members that the answers of secrets and keys share: attributes and tags."""
    attributes = {**version.attributes, **recovery_attributes(vault)}
    return {"attributes": attributes, **({"tags": dict(version.tags)} if version.tags else {})}


def deleted(vault: Resource, kind: str, item: Item, bundle: Json) -> Json:
    """Returns the answer about a deleted item: its bundle, where it can be recovered and until when."""
    return {
        **bundle,
        "recoveryId": uri(vault, f"deleted{kind}", item.name),
        "deletedDate": _seconds(item.deleted_at),
        "scheduledPurgeDate": _seconds(item.purged_at),
    }


def read_attributes(body: Json, before: Json | None = None) -> Json:
    """Returns the attributes that a request sets, over those there were.

    Raises:
        AzureError: 400 BadParameter for a member of the wrong type.
    """
    sent = body.get("attributes") or {}
    kinds: dict[str, type] = {"enabled": bool, "exp": int, "nbf": int}
    for member, kind in kinds.items():
        value: Any = sent.get(member)
        if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            raise bad_request(f"Property  has invalid value: attributes.{member} is {value!r}", code="BadParameter")
    changes = {member: sent[member] for member in kinds if sent.get(member) is not None}
    kept = {member: value for member, value in (before or {}).items() if member in kinds}
    return {**kept, **changes}


def not_there(kind: str, name: str) -> AzureError:
    """Returns the 404 for a secret or key that isn't there."""
    one = _ONE[kind]
    return not_found(
        f"A {one} with (name/id) {name} was not found in this key vault. If you recently deleted this {one} you may be "
        "able to recover it using the correct recovery command. For help resolving this issue, please see "
        "https://go.microsoft.com/fwlink/?linkid=2125182",
        code=f"{one.capitalize()}NotFound",
    )


def still_deleted(kind: str, name: str) -> AzureError:
    """Returns the 409 for a name that a deleted secret or key holds."""
    one = _ONE[kind].capitalize()
    return AzureError(
        409,
        "Conflict",
        f"{one} {name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, "
        f"the {one.lower()} can only be recovered or purged.",
        inner_code="ObjectIsDeletedButRecoverable",
    )


def purge_refused(kind: str) -> AzureError:
    """Returns the 403 for a purge in a vault with purge protection."""
    return AzureError(
        403,
        "Forbidden",
        f'Operation "purge" is not allowed because purge protection is enabled for this vault. Key Vault service will '
        f"automatically purge it after the retention period has passed ({_ONE[kind]}).",
        inner_code="PurgeProtectionEnabled",
    )


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
