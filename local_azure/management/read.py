"""GET and HEAD of a resource, and the lists of a type below a resource, a group or the subscription."""

from starlette.responses import JSONResponse, Response

from local_azure.errors import AzureError, resource_not_found
from local_azure.management.context import Asked, Management
from local_azure.management.find import check_group, find, find_parent, require
from local_azure.management.kinds import Kind
from local_azure.management.paths import ResourcePath
from local_azure.management.presentation import present
from local_azure.resources import Resource


async def get(management: Management, asked: Asked, path: ResourcePath, kind: Kind) -> Response:
    """Answers a resource.

    Raises:
        AzureError: 404 when it isn't there.
    """
    return JSONResponse(present(kind, await require(management, asked, path, kind)))


async def head(management: Management, asked: Asked, path: ResourcePath, kind: Kind) -> Response:
    """Answers 204 when the resource is there and 404 when it isn't, without a body."""
    try:
        check_group(management, path)
    except AzureError:
        return Response(status_code=404)
    found = await find(management, asked, path, kind)
    return Response(status_code=404 if found is None else 204)


async def list_type(management: Management, asked: Asked, path: ResourcePath, kind: Kind) -> Response:
    """Answers all resources of a type below a parent, a group or the subscription.

    Raises:
        AzureError: 404 when what they would lie in isn't there.
    """
    check_group(management, path)
    if path.parent is not None:
        if await find_parent(management, asked, path) is None:
            raise resource_not_found(path.parent.type, "/".join(path.parent.names), path.group or "")
        found = _below(management, asked, path.parent.id, kind)
    else:
        found = management.platform.resources.list(path.scope, kind.row.type)
    chosen = kind.behaviour.filter(found, asked.query) if kind.behaviour.filter else found
    return JSONResponse({"value": [present(kind, resource) for resource in chosen]})


def _below(management: Management, asked: Asked, parent_id: str, kind: Kind) -> list[Resource]:
    resources, wider = management.platform.resources, kind.behaviour.list_scope
    scope = wider(parent_id, asked.query) if wider else None
    return resources.list(scope, kind.row.type) if scope else resources.children(parent_id, kind.row.type)
