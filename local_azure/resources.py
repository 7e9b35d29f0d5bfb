"""ARM resources as the local Azure keeps them: found by id without regard to case, listed by scope and type."""

from dataclasses import dataclass
from datetime import datetime

from local_azure.json_types import Json
from local_azure.store import Store

TABLE = "resources"


@dataclass(frozen=True)
class Resource:
    """One ARM resource.

    Attributes:
        id: Its id, in the case it was created with.
        type: Its type, such as ``Microsoft.Storage/storageAccounts``, as the type table writes it.
        name: Its own name, without its parents'.
        api_version: The api-version of the request that wrote it last.
        body: What is stored: location, tags, kind, sku, identity, properties as they were PUT, plus what the service
            added.
        created_at: When it was made.
        changed_at: When it was written last.
        state: Its provisioning state, such as ``Succeeded``.
    """

    id: str
    type: str
    name: str
    api_version: str
    body: Json
    created_at: datetime
    changed_at: datetime
    state: str = "Succeeded"

    @property
    def properties(self) -> Json:
        """The body's ``properties`` ({} where it has none)."""
        properties: Json = self.body.get("properties") or {}
        return properties

    @property
    def location(self) -> str:
        """The region, or an empty text where the type has none."""
        return str(self.body.get("location") or "")

    @property
    def group(self) -> str:
        """The name of its resource group, or an empty text where it is in none."""
        segments = self.id.split("/")
        return segments[4] if len(segments) > 4 and segments[3].lower() == "resourcegroups" else ""


class Resources:
    """All ARM resources of a local Azure, resource groups among them (type ``Microsoft.Resources/resourceGroups``).

    Args:
        store: Where they are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, resource_id: str) -> Resource | None:
        """Returns the resource of that id, or None."""
        document = self._store.get(TABLE, _key(resource_id))
        return None if document is None else resource_from(document)

    def put(self, resource: Resource) -> None:
        """Stores a resource, in place of the one of that id."""
        self._store.put(TABLE, _key(resource.id), resource_document(resource))

    def delete(self, resource_id: str) -> None:
        """Removes a resource alone: what is below it stays."""
        self._store.delete(TABLE, _key(resource_id))

    def children(self, resource_id: str, resource_type: str | None = None) -> list[Resource]:
        """Returns what is nested directly below a resource, such as an account's deployments; of one type if given."""
        depth = _key(resource_id).count("/") + 2
        below = self.list(resource_id, resource_type)
        return [resource for resource in below if _key(resource.id).count("/") == depth]

    def of_type(self, resource_type: str) -> list[Resource]:
        """Returns all resources of a type, wherever they are."""
        return self.list("", resource_type)

    def named(self, resource_type: str, name: str) -> list[Resource]:
        """Returns the resources of a type that have a name, wherever they are, without regard to case."""
        found = self._store.of_type(TABLE, resource_type, suffix=f"/{name.lower()}")
        return [resource_from(document) for document in found]

    def list(self, scope: str, resource_type: str | None = None) -> list[Resource]:
        """Returns everything below a scope at any depth; of one type where it is given."""
        below = f"{_key(scope)}/"
        if resource_type is None:
            found = self._store.list(TABLE, below)
        else:
            found = self._store.of_type(TABLE, resource_type, below)
        return [resource_from(document) for document in found]


def _key(resource_id: str) -> str:
    return resource_id.rstrip("/").lower()


def resource_document(resource: Resource) -> Json:
    """Returns a resource as a JSON document."""
    return {
        "id": resource.id,
        "type": resource.type,
        "name": resource.name,
        "api_version": resource.api_version,
        "body": resource.body,
        "created_at": resource.created_at.isoformat(),
        "changed_at": resource.changed_at.isoformat(),
        "state": resource.state,
    }


def resource_from(document: Json) -> Resource:
    """Returns the resource of a JSON document."""
    return Resource(
        **{
            **document,
            "created_at": datetime.fromisoformat(document["created_at"]),
            "changed_at": datetime.fromisoformat(document["changed_at"]),
        }
    )
