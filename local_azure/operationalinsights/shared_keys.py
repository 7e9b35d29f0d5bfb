"""The two keys of a Log Analytics workspace: random, kept apart from it so that no listing shows them."""

import secrets

from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

TABLE = "log-analytics-keys"


def shared_keys(platform: Platform, workspace: Resource) -> Json:
    """Returns a workspace's keys; makes them the first time. One that is brought back has those that it had."""
    customer = str(workspace.properties["customerId"])
    kept = platform.store.get(TABLE, customer)
    if kept is None:
        kept = {"primarySharedKey": secrets.token_urlsafe(64), "secondarySharedKey": secrets.token_urlsafe(64)}
        platform.store.put(TABLE, customer, kept)
    return kept
