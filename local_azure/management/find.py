"""Finding what a path leads to: groups, parents and resources, also those that are there without a PUT."""

from local_azure.behaviour import Write
from local_azure.errors import parent_resource_not_found, resource_group_not_found, resource_not_found
from local_azure.management.context import Asked, Management
from local_azure.management.kinds import Kind
from local_azure.management.paths import ResourcePath, parse
from local_azure.resources import Resource


def check_group(management: Management, path: ResourcePath) -> Resource | None:
    """Returns the resource group a path lies in, or None outside of one.

    Raises:
        AzureError: 404 ResourceGroupNotFound.
    """
    if path.group_id is None or path.group is None:
        return None
    group = management.platform.resources.get(path.group_id)
    if group is None:
        raise resource_group_not_found(path.group)
    return group


async def find(management: Management, asked: Asked, path: ResourcePath, kind: Kind) -> Resource | None:
    """Returns the resource of a path, or None where there is none."""
    stored = management.platform.resources.get(path.id)
    if stored is not None or not kind.implicit:
        return stored
    parent = await find_parent(management, asked, path)
    if path.parent is not None and parent is None:
        return None
    return await _implied(management, asked, path, kind, parent)


async def find_parent(management: Management, asked: Asked, path: ResourcePath) -> Resource | None:
    """Returns the resource that a path's resource is nested in, or None where there is none."""
    if path.parent is None:
        return None
    kind = management.kinds.of(path.parent.type, asked.api_version)
    return await find(management, asked, path.parent.written_as(kind.row), kind)


async def require(management: Management, asked: Asked, path: ResourcePath, kind: Kind) -> Resource:
    """Returns the resource of a path.

    Raises:
        AzureError: 404 ResourceGroupNotFound or ResourceNotFound.
    """
    check_group(management, path)
    found = await find(management, asked, path, kind)
    if found is None:
        if path.is_group:
            raise resource_group_not_found(path.names[0])
        raise resource_not_found(path.type, "/".join(path.names), path.group or "")
    return found


async def require_parent(management: Management, asked: Asked, path: ResourcePath) -> Resource | None:
    """Returns what a path's resource is nested in; None for an outermost type.

    Raises:
        AzureError: 404 when the parent, or the resource an extension is put on, isn't there.
    """
    if path.parent is not None:
        parent = await find_parent(management, asked, path)
        if parent is None:
            raise parent_resource_not_found(f"{path.parent.type}/{'/'.join(path.parent.names)}")
        return parent
    if path.group_id is not None and path.scope.lower() != path.group_id.lower():
        extended = await _find_extended(management, asked, path.scope)
        if extended is None:
            *_, kind, name = path.scope.split("/")
            raise resource_not_found(kind, name, path.group or "")
        return extended
    return None


async def _find_extended(management: Management, asked: Asked, scope: str) -> Resource | None:
    extended = parse(scope)
    kind = management.kinds.find(extended.type) if extended else None
    if extended is None or kind is None or extended.is_collection:
        return None
    return await find(management, asked, extended.written_as(kind.row), kind)


async def _implied(
    management: Management, asked: Asked, path: ResourcePath, kind: Kind, parent: Resource | None
) -> Resource:
    body = dict(kind.row.default_state or {})
    if kind.behaviour.prepare is not None:
        write = Write(path.id, kind.row.type, path.names[-1], parent, body, None, asked.caller, asked.api_version)
        body = await kind.behaviour.prepare(write)
    made = management.platform.clock.now() if parent is None else parent.created_at
    return Resource(path.id, kind.row.type, path.names[-1], asked.api_version, body, made, made)
