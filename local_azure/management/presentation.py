"""Resources as ARM answers them: the stored body with id, name, type, state and etag."""

import hashlib
import json

from local_azure.json_types import Json
from local_azure.management.kinds import Kind
from local_azure.resources import Resource


def present(kind: Kind, resource: Resource) -> Json:
    """Returns a resource's body as GET, PUT and lists answer it."""
    body = dict(kind.behaviour.present(resource) if kind.behaviour.present else resource.body)
    properties = dict(body.get("properties") or {})
    if kind.behaviour.shows_state:
        properties.setdefault("provisioningState", resource.state)
    envelope: Json = {"id": resource.id, "name": resource.name, "type": resource.type}
    if kind.behaviour.etag:
        envelope["etag"] = etag(resource)
    return {**envelope, **body, "properties": properties}


def summary(kind: Kind, resource: Resource) -> Json:
    """Returns a resource as the lists of all resources of a group or subscription have it: without properties."""
    body = present(kind, resource)
    members = ("id", "name", "type", "location", "tags", "kind", "sku", "identity", "managedBy", "systemData")
    return {member: body[member] for member in members if member in body}


def etag(resource: Resource) -> str:
    """Returns the entity tag of a resource as it is now."""
    content = json.dumps([resource.body, resource.state, resource.changed_at.isoformat()], sort_keys=True)
    return f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
