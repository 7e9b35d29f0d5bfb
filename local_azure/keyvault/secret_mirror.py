"""Secrets as ARM shows them: ``vaults/secrets``, without the value, in step with what the vault's own host does."""

from local_azure.clock import timestamp
from local_azure.json_types import Json
from local_azure.keyvault.bundles import uri
from local_azure.keyvault.items import Item, Items
from local_azure.platform import Platform
from local_azure.resources import Resource

SECRET = "Microsoft.KeyVault/vaults/secrets"  # noqa: S105 -- a resource type
_API_VERSION = "2024-11-01"


class SecretMirror:
    """Keeps the ARM resources of secrets as the secrets are.

    Args:
        platform: The local Azure.
        items: The secrets.
    """

    def __init__(self, platform: Platform, items: Items) -> None:
        self._platform = platform
        self._items = items

    def update(self, vault: Resource, name: str) -> None:
        """Makes, changes or removes the ARM resource of a secret."""
        secret_id = f"{vault.id}/secrets/{name}"
        item = self._items.find(vault, name)
        if item is None or item.deleted_at is not None:
            self._platform.resources.delete(secret_id)
            return
        existing = self._platform.resources.get(secret_id)
        now = self._platform.clock.now()
        made = existing.created_at if existing else now
        body: Json = {**arm_body(vault, item), "systemData": {"createdAt": timestamp(made)}}
        resource = Resource(existing.id if existing else secret_id, SECRET, item.name, _API_VERSION, body, made, now)
        self._platform.resources.put(resource)

    def update_all(self, vault: Resource) -> None:
        """Makes the ARM resources of all secrets of a vault, as after it was recovered."""
        for item in self._items.all(vault):
            self.update(vault, item.name)


def arm_body(vault: Resource, item: Item) -> Json:
    """Returns the body of a secret in ARM: everything but the value."""
    newest = item.newest
    properties: Json = {
        "attributes": dict(newest.attributes),
        "secretUri": uri(vault, "secrets", item.name),
        "secretUriWithVersion": uri(vault, "secrets", item.name, newest.id),
    }
    if newest.content.get("contentType"):
        properties["contentType"] = newest.content["contentType"]
    return {"location": vault.location, "tags": dict(newest.tags), "properties": properties}
