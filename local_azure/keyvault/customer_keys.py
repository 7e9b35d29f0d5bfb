"""Customer-managed keys: whether a resource may be encrypted with a key, as every service asks before it takes one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from local_azure.behaviour import Write
from local_azure.identity import TENANT_ID
from local_azure.keyvault.data_plane import VAULT, Right, may
from local_azure.keyvault.items import Items
from local_azure.keyvault.retention import is_purge_protected
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.tokens import Caller

Finding = Literal["no vault", "not protected", "no key", "not allowed"]

WORDS: Mapping[Finding, str] = {
    "no vault": "its key vault does not exist",
    "not protected": "its key vault lacks purge protection",
    "no key": "the vault has no enabled key of that name and version",
    "not allowed": "the identity may not get, wrap and unwrap with it",
}
"""What each finding means, for messages."""

_IDENTIFIER = re.compile(r"https://(?P<vault>[^./]+)\.vault\.azure\.net/keys/(?P<name>[^/]+)(?:/(?P<version>[^/]+))?/?")
_RIGHTS = (
    Right("keys", "get", "read"),
    Right("keys", "wrapKey", "wrap/action"),
    Right("keys", "unwrapKey", "unwrap/action"),
)


@dataclass(frozen=True)
class Key:
    """A key by name; an empty version means the newest."""

    vault: str
    name: str
    version: str


def key_from_identifier(identifier: str) -> Key | None:
    """Returns the key of ``https://VAULT.vault.azure.net/keys/NAME/VERSION``; None for something else."""
    found = _IDENTIFIER.fullmatch(identifier)
    return None if found is None else Key(found["vault"], found["name"], found["version"] or "")


def key_from_parts(vault_uri: str, name: str, version: str) -> Key | None:
    """Returns the key of a vault's address, a name and a version; None where the address isn't a vault's."""
    return key_from_identifier(f"{vault_uri.rstrip('/')}/keys/{name}" + (f"/{version}" if version else ""))


def vault_of_key(platform: Platform, key: Key) -> Resource | None:
    """Returns the vault that a key is in; None where there is none of that name."""
    vaults = platform.resources.of_type(VAULT)
    return next((vault for vault in vaults if vault.name.lower() == key.vault.lower()), None)


def key_finding(platform: Platform, vault: Resource | None, key: Key, acting: Caller | None) -> Finding | None:
    """Returns why a key can't be used, or None when it can.

    The services that ask are trusted by vaults: the vault's network rules don't count.

    Args:
        platform: The local Azure.
        vault: The vault; None where it isn't there.
        key: The key in it.
        acting: The identity that uses the key; None where the service uses its own.
    """
    if vault is None or vault.name.lower() != key.vault.lower():
        return "no vault"
    if not is_purge_protected(vault):
        return "not protected"
    item = Items(platform, "keys").find(vault, key.name)
    version = item.version(key.version) if item is not None and item.deleted_at is None else None
    if version is None or version.attributes.get("enabled") is False:
        return "no key"
    if acting is not None and not all(may(platform, vault, acting, right, key.name) for right in _RIGHTS):
        return "not allowed"
    return None


def acting_identity(platform: Platform, write: Write, identity_id: str | None = None) -> Caller | None:
    """Returns the identity that a resource uses its key as; None where it has none (yet).

    Args:
        platform: The local Azure.
        write: The resource as it is written.
        identity_id: The user-assigned identity, by ARM id or client id; None for the resource's own.
    """
    if identity_id:
        found = platform.resources.get(identity_id)
        principal = platform.tokens.principal(found.properties["principalId"]) if found else None
        principal = principal or platform.tokens.client(identity_id)
    else:
        own = ((write.existing.body if write.existing else {}).get("identity") or {}).get("principalId")
        principal = platform.tokens.principal(own) if own else None
    return None if principal is None else Caller(TENANT_ID, principal.object_id, principal.app_id, "")
