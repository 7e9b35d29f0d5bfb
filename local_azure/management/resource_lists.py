"""The lists that span types: resource groups of the subscription, resources of a group or of the subscription."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import bad_request
from local_azure.management.context import Asked, Management, asked
from local_azure.management.find import check_group
from local_azure.management.pages import page
from local_azure.management.paths import GROUP_ACTIONS, GROUP_TYPE, ResourcePath
from local_azure.management.presentation import present, summary
from local_azure.resources import Resource

_MEMBERS = "resourceType|name|resourceGroup|location|tagName|tagValue"
_CLAUSE = re.compile(rf"\s*({_MEMBERS})\s+eq\s+'([^']*)'\s*", re.IGNORECASE)


def list_routes(management: Management) -> Sequence[BaseRoute]:
    """Returns the routes of the lists."""

    async def groups(request: Request) -> Response:
        sent = await asked(request)
        scope = _scope(request)
        kind = management.kinds.of(GROUP_TYPE, sent.api_version)
        every = management.platform.resources.of_type(GROUP_TYPE)
        found = _chosen(_readable(management, sent, scope, f"{GROUP_ACTIONS}/read", every), sent.query)
        shown, more = page(request, found)
        return JSONResponse({"value": [present(kind, group) for group in shown], **more})

    async def resources(request: Request) -> Response:
        sent = await asked(request)
        scope = _scope(request)
        action = (
            f"{GROUP_ACTIONS}/resources/read" if scope.group else "Microsoft.Resources/subscriptions/resources/read"
        )
        readable = _readable(management, sent, scope, action, _listed(management, scope.scope))
        check_group(management, scope)
        found = _chosen(readable, sent.query)
        shown, more = page(request, found)
        return JSONResponse({"value": [_summary(management, sent, resource) for resource in shown], **more})

    base = "/subscriptions/{subscription}"
    return [
        Route(f"{base}/resourceGroups", groups, methods=["GET"]),
        Route(f"{base}/resources", resources, methods=["GET"]),
        Route(f"{base}/resourceGroups/{{group}}/resources", resources, methods=["GET"]),
    ]


def _scope(request: Request) -> ResourcePath:
    group = request.path_params.get("group")
    scope = f"/subscriptions/{request.path_params['subscription']}" + (f"/resourceGroups/{group}" if group else "")
    return ResourcePath(scope, "Microsoft.Resources", ("resources",), ())


def _readable(
    management: Management, sent: Asked, scope: ResourcePath, action: str, found: list[Resource]
) -> list[Resource]:
    """Returns what the caller may read of what there is: everything, or what lies where the caller has a role."""
    authorizer = management.platform.authorizer
    if authorizer.allows(sent.caller, action, scope.scope):
        return found
    allowed = [each for each in found if authorizer.allows(sent.caller, f"{_action_type(each)}/read", each.id)]
    if not allowed:
        authorizer.require(sent.caller, action, scope.scope)
    return allowed


def _action_type(resource: Resource) -> str:
    return GROUP_ACTIONS if resource.type == GROUP_TYPE else resource.type


def _listed(management: Management, scope: str) -> list[Resource]:
    kinds = management.kinds
    found = management.platform.resources.list(scope)
    rows = {resource.type: kinds.of(resource.type, resource.api_version).row for resource in found}
    return [each for each in found if rows[each.type].location and each.type != GROUP_TYPE]


def _summary(management: Management, sent: Asked, resource: Resource) -> Mapping[str, object]:
    return summary(management.kinds.of(resource.type, sent.api_version), resource)


def _chosen(found: Sequence[Resource], query: Mapping[str, str]) -> list[Resource]:
    tests = _tests(query.get("$filter", ""))
    return [resource for resource in found if all(test(resource) for test in tests)]


def _tests(expression: str) -> list[Callable[[Resource], bool]]:
    if not expression:
        return []
    clauses = [_CLAUSE.fullmatch(part) for part in re.split(r"\s+and\s+", expression, flags=re.IGNORECASE)]
    if not all(clauses):
        raise bad_request(
            f"The filter '{expression}' isn't understood. The local Azure has: resourceType, name, resourceGroup, "
            "location, tagName and tagValue, each with eq, joined with and.",
            code="InvalidFilterInQueryString",
            target="$filter",
        )
    pairs = {clause.group(1).lower(): clause.group(2).lower() for clause in clauses if clause}
    return [partial(_holds, member=member, value=value, pairs=pairs) for member, value in pairs.items()]


def _holds(resource: Resource, *, member: str, value: str, pairs: Mapping[str, str]) -> bool:
    tags = {str(name).lower(): str(each).lower() for name, each in (resource.body.get("tags") or {}).items()}
    if member == "tagname":
        return value in tags
    if member == "tagvalue":
        return tags.get(pairs.get("tagname", "")) == value
    found = {
        "resourcetype": resource.type,
        "name": resource.name,
        "resourcegroup": resource.group,
        "location": resource.location,
    }
    return found[member].lower() == value
