"""Lists of role assignments at a scope, and role definitions, which are read only here."""

import re
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from catalogue.roles import Role
from local_azure.authorization.role_assignments import DEFINITIONS, TYPE
from local_azure.errors import AzureError, bad_request, not_supported
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.role_authorizer import scopes
from local_azure.role_definitions import role_definitions

_PRINCIPAL = re.compile(r"(?:principalId\s+eq\s+|assignedTo\()\s*'([^']+)'\)?", re.IGNORECASE)
_ROLE_NAME = re.compile(r"roleName\s+eq\s+'([^']+)'", re.IGNORECASE)


def authorization_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes below ``{scope}/providers/Microsoft.Authorization``."""

    async def list_assignments(request: Request) -> Response:
        scope = _scope(request)
        platform.authorizer.require(request.state.caller, f"{TYPE}/read", scope)
        found = _assignments(platform, scope, request.query_params.get("$filter", ""))
        return JSONResponse({"value": [_assignment(each) for each in found]})

    async def list_definitions(request: Request) -> Response:
        _may_read_definitions(platform, request)
        test = _definition_test(request.query_params.get("$filter", ""))
        return JSONResponse({"value": [_definition(role) for role in role_definitions().values() if test(role)]})

    async def get_definition(request: Request) -> Response:
        _may_read_definitions(platform, request)
        role = role_definitions().get(request.path_params["role"].lower())
        if role is None:
            raise AzureError(
                404,
                "RoleDefinitionDoesNotExist",
                f"The specified role definition with ID '{request.path_params['role']}' does not exist.",
            )
        return JSONResponse(_definition(role))

    async def write_definition(_: Request) -> Response:
        raise not_supported("custom roles", "Use a built-in role.")

    definition = f"/{{scope:path}}{DEFINITIONS}/{{role}}"
    return [
        *_at_any_scope(f"/providers/{TYPE}", list_assignments),
        *_at_any_scope(DEFINITIONS, list_definitions),
        Route(definition, get_definition, methods=["GET"]),
        Route(f"{DEFINITIONS}/{{role}}", get_definition, methods=["GET"]),
        Route(definition, write_definition, methods=["PUT", "DELETE"]),
    ]


def _at_any_scope(path: str, endpoint: Callable[..., object]) -> list[BaseRoute]:
    return [Route(f"/{{scope:path}}{path}", endpoint, methods=["GET"]), Route(path, endpoint, methods=["GET"])]


def _scope(request: Request) -> str:
    scope = request.path_params.get("scope", "").strip("/")
    return f"/{scope}" if scope else ""


def _may_read_definitions(platform: Platform, request: Request) -> None:
    action = "Microsoft.Authorization/roleDefinitions/read"
    platform.authorizer.require(request.state.caller, action, _scope(request) or SUBSCRIPTION_SCOPE)


def _assignments(platform: Platform, scope: str, expression: str) -> list[Resource]:
    principal = _PRINCIPAL.search(expression)
    left = _PRINCIPAL.sub("", expression).replace("atScope()", "").replace("and", "").strip()
    if left:
        raise bad_request(
            f"The filter '{expression}' isn't understood: only atScope(), principalId eq and assignedTo() are.",
            code="InvalidFilterInQueryString",
            target="$filter",
        )
    above = [each for level in scopes(scope) for each in platform.resources.list(f"{level}/providers/{TYPE}")]
    known = {each.id for each in above}
    below = [] if "atscope()" in expression.lower() else platform.resources.list(scope, TYPE)
    found = above + [each for each in below if each.id not in known]
    wanted = principal.group(1).lower() if principal else None
    return [each for each in found if wanted in (None, each.properties["principalId"].lower())]


def _assignment(resource: Resource) -> Json:
    return {"properties": resource.properties, "id": resource.id, "type": TYPE, "name": resource.name}


def _definition_test(expression: str) -> Callable[[Role], bool]:
    named = _ROLE_NAME.search(expression)
    if not named:
        return lambda _: True
    return lambda role: role.name.lower() == named.group(1).lower()


def _definition(role: Role) -> Json:
    permissions = {
        "actions": role.actions,
        "notActions": role.not_actions,
        "dataActions": role.data_actions,
        "notDataActions": role.not_data_actions,
    }
    return {
        "properties": {
            "roleName": role.name,
            "type": "BuiltInRole",
            "description": "",
            "assignableScopes": ["/"],
            "permissions": [{name: list(actions) for name, actions in permissions.items()}],
        },
        "id": f"{SUBSCRIPTION_SCOPE}{DEFINITIONS}/{role.guid}",
        "type": "Microsoft.Authorization/roleDefinitions",
        "name": str(role.guid),
    }
