"""Resources that stand both in their parent's body and on their own, as subnets do: kept once, as resources."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from local_azure.behaviour import Write
from local_azure.clock import timestamp
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

# What the services set; clients that read a resource and put it back send it along.
_READ_ONLY = ("id", "etag", "type", "name")
_ORDER = "orderOfChildren"


@dataclass(frozen=True)
class InlineChildren:
    """One kind of children that a parent's body lists.

    Attributes:
        member: The list in the parent's ``properties``, which is also the segment in a child's id.
        type: The children's ARM type.
        prepared: Returns a child's ``properties`` as they are stored, from those sent.
        present: Returns a child's ``properties`` as they are answered.
    """

    member: str
    type: str
    prepared: Callable[[Json], Json]
    present: Callable[[Platform, Resource], Json]

    def child_id(self, parent_id: str, name: str) -> str:
        """Returns the id of a child."""
        return f"{parent_id}/{self.member}/{name}"

    def wanted(self, platform: Platform, write: Write) -> Mapping[str, Json] | None:
        """Returns the ``properties`` by name that a parent's body asks for; None where it says nothing about them."""
        listed = (write.body.get("properties") or {}).get(self.member)
        if listed is None:
            return None
        there = {child.name.lower(): child.properties for child in self.of(platform, write.id)}
        return {
            str(each.get("name", "")): (each.get("properties") or there.get(str(each.get("name", "")).lower(), {}))
            for each in listed
        }

    def of(self, platform: Platform, parent_id: str) -> list[Resource]:
        """Returns the children that there are."""
        return platform.resources.children(parent_id, self.type)

    def removed(self, platform: Platform, write: Write) -> list[Resource]:
        """Returns the children that are there and that the parent's body no longer lists."""
        wanted = self.wanted(platform, write)
        if wanted is None:
            return []
        names = {name.lower() for name in wanted}
        return [child for child in self.of(platform, write.id) if child.name.lower() not in names]

    def adopt(self, platform: Platform, write: Write) -> Json:
        """Makes the children as the parent's body lists them and returns the body that the parent stores.

        In place of the list the stored body has the order of the names, beside its ``properties``.
        """
        body = {name: value for name, value in write.body.items() if name != _ORDER}
        properties = {name: value for name, value in (body.get("properties") or {}).items() if name != self.member}
        wanted = self.wanted(platform, write)
        if wanted is None:
            order = (write.existing.body if write.existing else {}).get(_ORDER, [])
            return {**body, "properties": properties, _ORDER: order}
        for gone in self.removed(platform, write):
            platform.resources.delete(gone.id)
        for name, each in wanted.items():
            self._put(platform, write, name, each)
        return {**body, "properties": properties, _ORDER: list(wanted)}

    def presented(self, platform: Platform, parent: Resource) -> Json:
        """Returns the parent's body as it is answered: with the list, in the order in which it was asked for."""
        body = {name: value for name, value in parent.body.items() if name != _ORDER}
        return {**body, "properties": {**parent.properties, self.member: self._listed(platform, parent)}}

    def _listed(self, platform: Platform, parent: Resource) -> list[Json]:
        order = [name.lower() for name in parent.body.get(_ORDER, [])]
        children = sorted(self.of(platform, parent.id), key=lambda child: child.created_at)
        listed = [child for child in children if child.name.lower() in order]
        listed.sort(key=lambda child: order.index(child.name.lower()))
        listed += [child for child in children if child.name.lower() not in order]
        return [
            {
                "id": child.id,
                "name": child.name,
                "type": child.type,
                "properties": {**self.present(platform, child), "provisioningState": child.state},
            }
            for child in listed
        ]

    def _put(self, platform: Platform, write: Write, name: str, properties: Json) -> None:
        child_id, now = self.child_id(write.id, name), platform.clock.now()
        existing = platform.resources.get(child_id)
        sent = {member: value for member, value in properties.items() if member not in _READ_ONLY}
        prepared = self.prepared(sent)
        if existing is not None and existing.properties == prepared:
            return
        made = existing.created_at if existing else now
        body: Json = {"properties": prepared, "systemData": {"createdAt": timestamp(made)}}
        platform.resources.put(Resource(child_id, self.type, name, write.api_version, body, made, now))
