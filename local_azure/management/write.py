"""PUT and PATCH of a resource: every check in Azure's order, then stored, then worked off as its type does it."""

from dataclasses import replace

from starlette.responses import JSONResponse, Response

from local_azure.behaviour import Write
from local_azure.errors import AzureError, conflict
from local_azure.json_types import Json
from local_azure.management.body_shapes import check_shape
from local_azure.management.conditions import check_conditions
from local_azure.management.context import Asked, Management
from local_azure.management.find import check_group, find, require, require_parent
from local_azure.management.identities import with_identity
from local_azure.management.kinds import Kind
from local_azure.management.locations import check_location
from local_azure.management.member_rules import check_immutable, with_kept_members
from local_azure.management.name_rules import check_name, check_names, check_unique
from local_azure.management.operations import Operation
from local_azure.management.paths import GROUP_TYPE, ResourcePath
from local_azure.management.presentation import present
from local_azure.management.provider_states import require_registered
from local_azure.management.request_body import check_members
from local_azure.management.system_data import system_data
from local_azure.management.tag_rules import check_tags, with_tags
from local_azure.resources import Resource

# What the services set and clients send back without effect.
READ_ONLY = ("id", "name", "type", "systemData", "etag")


async def put(management: Management, asked: Asked, path: ResourcePath, kind: Kind) -> Response:
    """Creates or replaces a resource.

    Raises:
        AzureError: Azure's refusal.
    """
    return await _write(management, asked, path, kind, _sent(_checked(asked, kind)))


async def patch(management: Management, asked: Asked, path: ResourcePath, kind: Kind) -> Response:
    """Changes a resource: the members sent are merged into the body that is stored (JSON merge patch).

    Raises:
        AzureError: Azure's refusal; 404 when it isn't there, 405 where the type has no PATCH.
    """
    if not kind.row.operations.patch:
        raise AzureError(405, "MethodNotAllowed", f"'{kind.row.type}' has no PATCH; send the whole resource by PUT.")
    stored = await require(management, asked, path, kind)
    return await _write(management, asked, path, kind, _sent(_patched(stored.body, _sent(_checked(asked, kind)))))


def merged(body: Json, change: Json) -> Json:
    """Returns a body with a JSON merge patch (RFC 7396) applied."""
    result = dict(body)
    for name, value in change.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            inner = result.get(name)
            result[name] = merged(inner if isinstance(inner, dict) else {}, value)
        else:
            result[name] = value
    return result


async def provision(management: Management, operation: Operation) -> None:
    """Does the work behind a long-running PUT and sets the state it ends in."""
    resources = management.platform.resources
    resource = resources.get(operation.resource_id)
    if resource is None:
        raise conflict(f"The resource '{operation.resource_id}' was deleted while it was being provisioned.")
    kind = management.kinds.of(resource.type, operation.api_version)
    try:
        if kind.behaviour.provision is not None:
            await kind.behaviour.provision(resource)
    except Exception:
        _set_state(management, operation.resource_id, "Failed")
        raise
    _set_state(management, operation.resource_id, "Succeeded")


def _patched(body: Json, change: Json) -> Json:
    result, tags = merged(body, change), change.get("tags")
    if isinstance(tags, dict):
        after = with_tags(body.get("tags") or {}, tags)
        result["tags"] = {name: value for name, value in after.items() if value is not None}
    return result


def _checked(asked: Asked, kind: Kind) -> Json:
    body = asked.body()
    if kind.row.location:
        check_members(body)
    return body


async def _write(management: Management, asked: Asked, path: ResourcePath, kind: Kind, body: Json) -> Response:
    check_shape(kind.row.type, body)
    check_tags(kind.row.type, body.get("tags"))
    with management.writes.alone(kind, path.id):
        return await _write_alone(management, asked, path, kind, body)


async def _write_alone(management: Management, asked: Asked, path: ResourcePath, kind: Kind, body: Json) -> Response:
    platform = management.platform
    group = check_group(management, path)
    require_registered(management, kind.row.type)
    if group is not None and group.state == "Deleting":
        raise conflict(
            f"The resource group '{group.name}' is in deprovisioning state and cannot perform this operation.",
            code="ResourceGroupBeingDeleted",
        )
    parent = await require_parent(management, asked, path)
    existing = await find(management, asked, path, kind)
    _check_busy(existing)
    check_conditions(asked, kind, existing)
    write = Write(
        id=existing.id if existing else path.id,
        type=kind.row.type,
        name=existing.name if existing else path.names[-1],
        parent=parent,
        body=check_location(kind, path, body, existing),
        existing=existing,
        caller=asked.caller,
        api_version=asked.api_version,
        query=asked.query,
    )
    if existing is None:
        check_names(path.names)
        check_name(kind, write.name)
    management.admit(write)
    write = _recovering(management, kind, write)
    if kind.behaviour.validate is not None:
        await kind.behaviour.validate(write)
    if existing is None:
        check_unique(platform, kind, write)
    check_immutable(kind, write)
    write = replace(write, body=with_kept_members(kind, write))
    prepared = await kind.behaviour.prepare(write) if kind.behaviour.prepare else write.body
    check_conditions(asked, kind, platform.resources.get(write.id) or existing)  # another may have come first meanwhile
    return await _store(management, kind, write, with_identity(platform, write, prepared))


def _recovering(management: Management, kind: Kind, write: Write) -> Write:
    rule = kind.behaviour.soft_delete
    deleted = management.platform.deleted.get(write.id)
    if rule is None or deleted is None or write.existing is not None:
        return write
    if not rule.recovers(write, deleted.resource):
        raise rule.refuse(write, deleted.resource)
    return replace(write, existing=deleted.resource)


async def _store(management: Management, kind: Kind, write: Write, prepared: Json) -> Response:
    platform, now = management.platform, management.platform.clock.now()
    stored = platform.resources.get(write.id)
    prepared = _sent(prepared)
    if stored is not None and stored.state == "Succeeded" and _sent(stored.body) == prepared:
        return JSONResponse(present(kind, stored), 201 if kind.behaviour.answers_created else 200)
    _check_raced(management, kind, write, stored)
    new = Resource(
        id=write.id,
        type=write.type,
        name=write.name,
        api_version=write.api_version,
        body=prepared if write.type == GROUP_TYPE else {**prepared, "systemData": system_data(write, now)},
        created_at=write.existing.created_at if write.existing else now,
        changed_at=now,
    )
    style = kind.row.operations.put
    at_once = style == "sync" or (stored is not None and style in ("location", "body"))
    new = replace(new, state="Succeeded" if at_once else "Updating" if stored else "Creating")
    with platform.store.transaction():  # a resource that is Creating always has the operation that ends it
        platform.resources.put(new)
        platform.deleted.purge(new.id)
        operation = None if at_once else management.operations.begin("provision", new, style, {}, write.api_version)
    if operation is None:
        return await _finish_at_once(management, kind, new, is_new=write.existing is None)
    headers = management.operations.headers(operation)
    if style == "location":
        return Response(status_code=202, headers=headers)
    status = 202 if kind.behaviour.answers_accepted else 200 if stored else 201
    return JSONResponse(present(kind, new), status, headers)


async def _finish_at_once(management: Management, kind: Kind, new: Resource, *, is_new: bool) -> Response:
    if kind.behaviour.provision is not None:
        try:
            await kind.behaviour.provision(new)
        except Exception:
            _set_state(management, new.id, "Failed")
            raise
    current = management.platform.resources.get(new.id) or new
    created = (is_new and not kind.behaviour.answers_ok) or kind.behaviour.answers_created
    return JSONResponse(present(kind, current), 201 if created else 200)


def _check_raced(management: Management, kind: Kind, write: Write, stored: Resource | None) -> None:
    # The hooks may have waited, and another request may have come first meanwhile; from here on nothing waits.
    _check_busy(stored)
    if stored is None and write.existing is None:
        check_unique(management.platform, kind, write)


def _sent(body: Json) -> Json:
    sent = {name: value for name, value in body.items() if name not in READ_ONLY}
    if isinstance(sent.get("properties"), dict):
        sent["properties"] = {name: each for name, each in sent["properties"].items() if name != "provisioningState"}
    return sent


def _check_busy(existing: Resource | None) -> None:
    if existing is not None and existing.state in ("Creating", "Updating", "Deleting"):
        raise conflict(
            f"Another operation on this or dependent resource is in progress: '{existing.id}' is {existing.state}.",
            code="AnotherOperationInProgress",
        )


def _set_state(management: Management, resource_id: str, state: str) -> None:
    resources = management.platform.resources
    resource = resources.get(resource_id)
    if resource is not None:
        resources.put(replace(resource, state=state))
