"""The two keys of an account: random, kept apart from the resource so that no listing shows them."""

import secrets

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


def forget_keys(platform: Platform, account: Resource) -> None:
    """Forgets the keys of an account that is deleted."""
    platform.store.delete(TABLE, account.id.lower())
