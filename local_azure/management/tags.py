"""Tags of a resource, a group or the subscription by themselves, and which tags there are at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError, bad_request
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.management.context import Asked, Management, asked
from local_azure.management.tag_rules import Tags, check_tags, with_tags, without_tags

ACTIONS = "Microsoft.Resources/tags"
TABLE = "subscription-tags"
_VERBS = {"GET": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}


def tag_routes(management: Management) -> Sequence[BaseRoute]:
    """Returns the routes of tags."""

    async def at_scope(request: Request) -> Response:
        sent = await asked(request)
        scope = "/" + request.path_params["scope"].strip("/")
        management.platform.authorizer.require(sent.caller, f"{ACTIONS}/{_VERBS[sent.method]}", scope)
        before = _tags(management, scope)
        if sent.method == "GET":
            return JSONResponse(_body(scope, before))
        management.check("write", scope)
        after = {} if sent.method == "DELETE" else _changed(sent, before)
        check_tags(_type(management, scope), after)
        _keep(management, scope, after)
        return Response() if sent.method == "DELETE" else JSONResponse(_body(scope, after))

    async def names(request: Request) -> Response:
        sent = await asked(request)
        action = "Microsoft.Resources/subscriptions/tagNames/read"
        management.platform.authorizer.require(sent.caller, action, SUBSCRIPTION_SCOPE)
        return JSONResponse({"value": _names(management)})

    path = "/{scope:path}/providers/Microsoft.Resources/tags/default"
    return [
        Route(path, at_scope, methods=list(_VERBS)),
        Route("/subscriptions/{subscription}/tagNames", names, methods=["GET"]),
    ]


def _tags(management: Management, scope: str) -> Tags:
    if scope.lower() == SUBSCRIPTION_SCOPE.lower():
        return management.platform.store.get(TABLE, "tags") or {}
    resource = management.platform.resources.get(scope)
    if resource is None:
        raise AzureError(404, "ResourceNotFound", f"The resource '{scope}' was not found.")
    return resource.body.get("tags") or {}


def _type(management: Management, scope: str) -> str:
    resource = management.platform.resources.get(scope)
    return resource.type if resource else ACTIONS


def _keep(management: Management, scope: str, tags: Tags) -> None:
    resource = management.platform.resources.get(scope)
    if resource is None:
        management.platform.store.put(TABLE, "tags", dict(tags))
        return
    changed = replace(resource, body={**resource.body, "tags": dict(tags)}, changed_at=management.platform.clock.now())
    management.platform.resources.put(changed)


def _changed(sent: Asked, before: Tags) -> Tags:
    """Returns the tags after a PUT, or after a PATCH by its operation (azure-rest-api-specs, resources 2021-04-01)."""
    body = sent.body()
    properties = body.get("properties")
    given: Tags | None = properties.get("tags") if isinstance(properties, dict) else None
    if given is None:
        raise bad_request("The member properties.tags is missing.", code="InvalidRequestContent")
    check_tags(ACTIONS, given)
    if sent.method == "PUT":
        return given
    operation = str(body.get("operation") or "")
    if operation == "Merge":
        return with_tags(before, given)
    if operation == "Replace":
        return given
    if operation == "Delete":
        return without_tags(before, given)
    raise bad_request(f"The operation '{operation}' must be one of Merge, Replace, Delete.", code="InvalidTagOperation")


def _names(management: Management) -> list[Json]:
    every = [each.body.get("tags") or {} for each in management.platform.resources.list(SUBSCRIPTION_SCOPE)]
    pairs = Counter((name, str(value)) for tags in every for name, value in tags.items())
    return [
        _name(name, {value: count for (of, value), count in pairs.items() if of == name}) for name in _sorted(pairs)
    ]


def _sorted(pairs: Counter[tuple[str, str]]) -> list[str]:
    return sorted({name for name, _ in pairs})


def _name(name: str, values: Mapping[str, int]) -> Json:
    tag_id = f"{SUBSCRIPTION_SCOPE}/tagNames/{name}"
    return {
        "id": tag_id,
        "tagName": name,
        "count": {"type": "Total", "value": sum(values.values())},
        "values": [
            {"id": f"{tag_id}/tagValues/{value}", "tagValue": value, "count": {"type": "Total", "value": count}}
            for value, count in values.items()
        ],
    }


def _body(scope: str, tags: Tags) -> Json:
    tag_id = f"{scope}/providers/Microsoft.Resources/tags/default"
    return {"id": tag_id, "name": "default", "type": ACTIONS, "properties": {"tags": dict(tags)}}
