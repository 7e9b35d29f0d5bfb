"""Assets with versions (data, models): containers that come with the first version, the latest and the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import resource_not_found
from local_azure.json_types import Json
from local_azure.machinelearning.service_resources import put_by_service
from local_azure.platform import Platform
from local_azure.resources import Resource

_CONTAINER_DEFAULTS: Json = {"tags": {}, "properties": {}, "isArchived": False}


@dataclass(frozen=True)
class AssetKind:
    """A kind of versioned asset.

    Attributes:
        container: The ARM type of its containers.
        version: The ARM type of its versions.
        defaults: What the service fills in of a version's properties.
    """

    container: str
    version: str
    defaults: Mapping[str, object]


def container_behaviour(platform: Platform, kind: AssetKind) -> Behaviour:
    """Returns what the containers of a kind do beyond being stored."""

    async def prepare(write: Write) -> Json:
        return {"properties": {**_CONTAINER_DEFAULTS, **(write.body.get("properties") or {})}}

    def present(container: Resource) -> Json:
        if platform.resources.get(container.id) is None:  # only implied by its path: nobody has made a version
            workspace = container.id.split("/")[8]
            raise resource_not_found(kind.container, f"{workspace}/{container.name}", container.group)
        versions = versions_of(platform, container.id, kind)
        latest = versions[-1].name if versions else None
        following = next_version(platform, container.id, kind)
        properties = {**container.properties, "latestVersion": latest, "nextVersion": following}
        return {**container.body, "properties": properties}

    # Clients PUT versions right away: the path of a container is enough to put a version below it.
    return Behaviour(prepare=prepare, present=present, filter=_active, implicit=True, shows_state=False)


def version_behaviour(platform: Platform, kind: AssetKind) -> Behaviour:
    """Returns what the versions of a kind do beyond being stored."""

    async def prepare(write: Write) -> Json:
        return prepared_version(platform, write, kind)

    return Behaviour(prepare=prepare, filter=_chosen, shows_state=False)


def prepared_version(platform: Platform, write: Write, kind: AssetKind) -> Json:
    """Returns the body of a version as it is stored, its container made."""
    ensure_container(platform, write.id.rpartition("/versions/")[0], kind)
    return {"properties": {**kind.defaults, **_without_nulls(write.body.get("properties") or {})}}


def ensure_container(platform: Platform, container_id: str, kind: AssetKind) -> None:
    """Makes a container unless it is there."""
    if platform.resources.get(container_id) is None:
        put_by_service(platform, container_id, kind.container, dict(_CONTAINER_DEFAULTS))


def versions_of(platform: Platform, container_id: str, kind: AssetKind) -> list[Resource]:
    """Returns the versions below a container, the oldest first."""
    return sorted(platform.resources.list(container_id, kind.version), key=_age)


def next_version(platform: Platform, container_id: str, kind: AssetKind) -> str:
    """Returns the number that follows those of the versions below a container."""
    numbers = [int(each.name) for each in versions_of(platform, container_id, kind) if each.name.isdigit()]
    return str(max(numbers, default=0) + 1)


def _age(version: Resource) -> tuple[str, int]:
    return version.created_at.isoformat(), int(version.name) if version.name.isdigit() else 0


def _active(resources: Sequence[Resource], query: Mapping[str, str]) -> Sequence[Resource]:
    view = query.get("listViewType", "ActiveOnly").lower()
    if view == "all":
        return resources
    return [found for found in resources if bool(found.properties.get("isArchived")) == (view == "archivedonly")]


def _chosen(versions: Sequence[Resource], query: Mapping[str, str]) -> Sequence[Resource]:
    descending = query.get("$orderBy", "").lower().endswith("desc")
    ordered = sorted(_active(versions, query), key=_age, reverse=descending)
    return ordered[: int(query["$top"])] if query.get("$top", "").isdigit() else ordered


def _without_nulls(properties: Json) -> Json:
    return {member: value for member, value in properties.items() if value is not None}
