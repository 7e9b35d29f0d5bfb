"""Secrets by ARM, as deployments write them: the value goes into the vault and is never answered."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import bad_request
from local_azure.json_types import Json
from local_azure.keyvault.bundles import read_attributes, still_deleted
from local_azure.keyvault.items import Item, Items
from local_azure.keyvault.secret_mirror import arm_body
from local_azure.keyvault.secret_routes import checked_value
from local_azure.platform import Platform
from local_azure.resources import Resource


def vault_secret_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.KeyVault/vaults/secrets``."""
    items = Items(platform, "secrets")

    async def validate(write: Write) -> None:
        properties = write.body.get("properties") or {}
        read_attributes(properties)
        if properties.get("value") is not None:
            checked_value(properties["value"])
        elif write.existing is None:
            raise bad_request(f"The secret '{write.name}' has no value.", code="BadParameter", target="value")
        found = items.find(write.parent, write.name) if write.parent else None
        if found is not None and found.deleted_at is not None:
            raise still_deleted("secrets", write.name)

    async def prepare(write: Write) -> Json:
        if write.parent is None:
            return write.body
        return arm_body(write.parent, _kept(items, write.parent, write))

    return Behaviour(validate=validate, prepare=prepare, shows_state=False)


def _kept(items: Items, vault: Resource, write: Write) -> Item:
    sent = write.body.get("properties") or {}
    there = items.find(vault, write.name)
    before = there.newest if there else None
    value = sent.get("value")
    content = {
        "value": before.content["value"] if value is None and before else value,
        "contentType": sent.get("contentType"),
    }
    attributes, tags = read_attributes(sent), write.body.get("tags") or {}
    if before is not None and there is not None:
        same = {member: before.attributes.get(member) for member in attributes} == attributes
        if same and dict(before.content) == content and dict(before.tags) == tags:
            return there  # the same PUT again makes no further version
    return items.add(vault, write.name, content, attributes, tags)
