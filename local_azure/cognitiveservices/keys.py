"""The two keys of an account: random, kept apart from the resource so that no listing shows them."""

import secrets
from collections.abc import Mapping

from local_azure.behaviour import Action, Call
from local_azure.errors import bad_request, forbidden
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

TABLE = "cognitive-keys"


def account_keys(platform: Platform, account: Resource) -> Json:
    """Returns an account's keys; makes them the first time."""
    kept = platform.store.get(TABLE, account.id.lower())
    if kept is None:
        kept = {"key1": secrets.token_hex(16), "key2": secrets.token_hex(16)}
        platform.store.put(TABLE, account.id.lower(), kept)
    return kept


def key_actions(platform: Platform) -> Mapping[str, Action]:
    """Returns the actions on an account's keys; both are refused while local authentication is off."""

    async def list_keys(call: Call) -> Json:
        _require_local_auth(call.resource)
        return account_keys(platform, call.resource)

    async def regenerate_key(call: Call) -> Json:
        _require_local_auth(call.resource)
        return _renewed(platform, call.resource, str(call.body.get("keyName") or ""))

    return {"listkeys": list_keys, "regeneratekey": regenerate_key}


def forget_keys(platform: Platform, account: Resource) -> None:
    """Forgets the keys of an account that is deleted."""
    platform.store.delete(TABLE, account.id.lower())


def _require_local_auth(account: Resource) -> None:
    if account.properties.get("disableLocalAuth"):
        raise forbidden(
            f"Failed to list key. disableLocalAuth is set to be true on '{account.name}'.", code="BadRequest"
        )


def _renewed(platform: Platform, account: Resource, name: str) -> Json:
    if name.lower() not in ("key1", "key2"):
        raise bad_request(f"The keyName '{name}' must be Key1 or Key2.", target="keyName")
    kept = {**account_keys(platform, account), name.lower(): secrets.token_hex(16)}
    platform.store.put(TABLE, account.id.lower(), kept)
    return kept
