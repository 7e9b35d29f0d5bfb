"""Role definitions: the built-in ones are read, custom ones are made, changed and deleted too."""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from local_azure.authorization.custom_roles import custom_role, delete_custom_role
from local_azure.authorization.filters import clauses
from local_azure.authorization.permissions import permission_document
from local_azure.authorization.role_assignments import DEFINITIONS, no_such_role
from local_azure.authorization.scopes import at_any_scope, scope_of
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.management.context import asked
from local_azure.platform import Platform
from local_azure.role_definitions import RoleDefinition

TYPE = "Microsoft.Authorization/roleDefinitions"
_CLAUSES = {
    "roleName eq '...'": r"roleName\s+eq\s+'([^']+)'",
    "type eq '...'": r"type\s+eq\s+'(BuiltInRole|CustomRole)'",
    "atScopeAndBelow()": r"atScopeAndBelow\(\)",
}


def role_definition_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of role definitions, which are found at any scope that they can be assigned at."""

    def require(request: Request, verb: str) -> str:
        scope = scope_of(request) or SUBSCRIPTION_SCOPE
        platform.authorizer.require(request.state.caller, f"{TYPE}/{verb}", scope)
        return scope

    async def list_definitions(request: Request) -> Response:
        scope = require(request, "read")
        chosen = _chosen(request.query_params.get("$filter", ""), scope)
        return JSONResponse({"value": [_document(role) for role in platform.roles.all() if chosen(role)]})

    async def get_definition(request: Request) -> Response:
        require(request, "read")
        role = platform.roles.get(request.path_params["role"])
        if role is None:
            raise no_such_role(request.path_params["role"])
        return JSONResponse(_document(role))

    async def put_definition(request: Request) -> Response:
        require(request, "write")
        sent = await asked(request)
        role = custom_role(platform, request.path_params["role"], sent.body(), sent.caller)
        platform.roles.put(role)
        return JSONResponse(_document(role), 201)

    async def delete_definition(request: Request) -> Response:
        require(request, "delete")
        deleted = delete_custom_role(platform, request.path_params["role"])
        return Response(status_code=204) if deleted is None else JSONResponse(_document(deleted))

    one = f"{DEFINITIONS}/{{role}}"
    return [
        *at_any_scope(DEFINITIONS, list_definitions),
        *at_any_scope(one, get_definition),
        *at_any_scope(one, put_definition, ("PUT",)),
        *at_any_scope(one, delete_definition, ("DELETE",)),
    ]


def _chosen(expression: str, scope: str) -> Callable[[RoleDefinition], bool]:
    asked_for = clauses(expression, _CLAUSES)
    name, kind = asked_for.get("roleName eq '...'"), asked_for.get("type eq '...'")
    below = "atScopeAndBelow()" in asked_for

    def test(role: RoleDefinition) -> bool:
        is_named = name is None or role.name.lower() == name.lower()
        is_kind = kind is None or role.is_custom == (kind.lower() == "customrole")
        return is_named and is_kind and (role.is_assignable_at(scope) or (below and _is_below(role, scope)))

    return test


def _is_below(role: RoleDefinition, scope: str) -> bool:
    return any(f"{each.lower()}/".startswith(f"{scope.lower()}/") for each in role.assignable_scopes)


def _document(role: RoleDefinition) -> Json:
    properties: Json = {
        "roleName": role.name,
        "type": "CustomRole" if role.is_custom else "BuiltInRole",
        "description": role.description,
        "assignableScopes": list(role.assignable_scopes),
        "permissions": [permission_document(each) for each in role.permissions],
    }
    if role.is_custom:
        properties |= {
            "createdOn": role.created_on,
            "createdBy": role.created_by,
            "updatedOn": role.updated_on,
            "updatedBy": role.updated_by,
        }
    definition_id = f"{SUBSCRIPTION_SCOPE}{DEFINITIONS}/{role.guid}"
    return {"properties": properties, "id": definition_id, "type": TYPE, "name": role.guid}
