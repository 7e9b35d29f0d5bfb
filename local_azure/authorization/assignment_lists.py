"""Lists of role assignments: at a scope, above and below it, of one principal, of one principal and its groups."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from local_azure.authorization.filters import clauses
from local_azure.authorization.role_assignments import TYPE
from local_azure.authorization.scopes import at_any_scope, scope_of
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.role_authorizer import scopes

_CLAUSES = {
    "atScope()": r"atScope\(\)",
    "principalId eq '...'": r"principalId\s+eq\s+'([^']+)'",
    "assignedTo('...')": r"assignedTo\(\s*'([^']+)'\s*\)",
}


def assignment_list_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of the lists."""

    async def list_assignments(request: Request) -> Response:
        scope = scope_of(request)
        platform.authorizer.require(request.state.caller, f"{TYPE}/read", scope)
        asked = clauses(request.query_params.get("$filter", ""), _CLAUSES)
        found = _assignments(platform, scope, with_below="atScope()" not in asked)
        principals = _principals(platform, asked)
        chosen = [each for each in found if principals is None or each.properties["principalId"].lower() in principals]
        return JSONResponse({"value": [_presented(each) for each in chosen]})

    return at_any_scope(f"/providers/{TYPE}", list_assignments)


def _principals(platform: Platform, asked: dict[str, str]) -> set[str] | None:
    if "assignedTo('...')" in asked:
        member = asked["assignedTo('...')"].lower()
        return {member, *platform.groups.of(member)}
    return {asked["principalId eq '...'"].lower()} if "principalId eq '...'" in asked else None


def _assignments(platform: Platform, scope: str, *, with_below: bool) -> list[Resource]:
    above = [each for level in scopes(scope) for each in platform.resources.list(f"{level}/providers/{TYPE}")]
    known = {each.id for each in above}
    below = platform.resources.list(scope, TYPE) if with_below else []
    return above + [each for each in below if each.id not in known]


def _presented(resource: Resource) -> Json:
    return {"properties": resource.properties, "id": resource.id, "type": TYPE, "name": resource.name}
