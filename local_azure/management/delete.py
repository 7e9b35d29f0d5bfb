"""DELETE of a resource: refused by its type, or its children first and then itself."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import JSONResponse, Response

from local_azure.errors import AzureError, conflict, resource_group_not_found
from local_azure.management.conditions import check_conditions
from local_azure.management.context import Asked, Management
from local_azure.management.find import check_group
from local_azure.management.group_delete import delete_group
from local_azure.management.kinds import Kind
from local_azure.management.operations import Operation
from local_azure.management.paths import ResourcePath
from local_azure.management.presentation import present
from local_azure.management.removal import remove
from local_azure.resources import Resource

_INSTEAD = " by Resource Manager: it goes with what it belongs to, or by its own service."


async def delete(management: Management, asked: Asked, path: ResourcePath, kind: Kind) -> Response:
    """Deletes a resource, in the background where its type does so.

    Raises:
        AzureError: Azure's refusal; 405 where the type has no DELETE.
    """
    if kind.row.operations.delete == "none":
        raise AzureError(405, "MethodNotAllowed", f"'{kind.row.type}' has no DELETE{_INSTEAD}")
    check_group(management, path)
    resource = management.platform.resources.get(path.id)
    check_conditions(asked, kind, resource)
    if resource is None:
        if path.is_group:
            raise resource_group_not_found(path.names[0])
        return _purge_if_asked(management, asked, path, kind)
    if resource.state == "Deleting":
        return _already(management, resource)
    if resource.state in ("Creating", "Updating"):
        raise conflict(
            f"Another operation on this or dependent resource is in progress: '{resource.id}' is {resource.state}.",
            code="AnotherOperationInProgress",
        )
    with management.writes.alone(kind, resource.id):
        return await _delete_alone(management, asked, path, kind, resource)


async def _delete_alone(
    management: Management, asked: Asked, path: ResourcePath, kind: Kind, resource: Resource
) -> Response:
    if kind.behaviour.refuse_delete is not None:
        await kind.behaviour.refuse_delete(resource)
    if kind.behaviour.refuse_delete_by_query is not None:
        await kind.behaviour.refuse_delete_by_query(resource, asked.query)
    style = kind.row.operations.delete
    if style == "sync":
        gone = present(kind, resource) if kind.behaviour.answers_deleted else None
        await remove(management, resource, asked.query)
        return Response(status_code=200) if gone is None else JSONResponse(gone)
    deleting = replace(resource, state="Deleting")
    work = "delete-group" if path.is_group else "delete"
    with management.platform.store.transaction():
        management.platform.resources.put(deleting)
        operation = management.operations.begin(work, deleting, style, dict(asked.query), asked.api_version)
    return Response(status_code=202, headers=management.operations.headers(operation))


async def delete_in_background(management: Management, operation: Operation) -> None:
    """Does the work behind a long-running DELETE; the resource is as before when it fails."""
    resource = management.platform.resources.get(operation.resource_id)
    if resource is None:
        return
    query: Mapping[str, str] = operation.query or {}
    try:
        if operation.work == "delete-group":
            await delete_group(management, resource)
        else:
            await remove(management, replace(resource, state="Succeeded"), query)
    except Exception:
        management.platform.resources.put(replace(resource, state="Succeeded"))
        raise


async def purge(management: Management, operation: Operation) -> None:
    """Does the work behind a purge: the name is free again."""
    management.platform.deleted.purge(operation.resource_id)


def _purge_if_asked(management: Management, asked: Asked, path: ResourcePath, kind: Kind) -> Response:
    deleted, rule = management.platform.deleted.get(path.id), kind.behaviour.soft_delete
    asks = asked.query.get("forceToPurge", "").lower() == "true"
    if deleted is None or rule is None or not asks or rule.keeps(deleted.resource, asked.query):
        return Response(status_code=204)
    management.platform.deleted.purge(path.id)
    return Response(status_code=200)


def _already(management: Management, resource: Resource) -> Response:
    operation = management.operations.running(resource.id)
    return Response(status_code=202, headers=management.operations.headers(operation) if operation else None)
