"""What the caller's own roles allow at a scope: what checks before a deployment ask."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from local_azure.authorization.scopes import at_any_scope, scope_of
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.role_permissions import Permission


def permission_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of ``{scope}/providers/Microsoft.Authorization/permissions``."""

    async def list_permissions(request: Request) -> Response:
        scope = scope_of(request)
        platform.authorizer.require(request.state.caller, "Microsoft.Authorization/permissions/read", scope)
        found = platform.authorizer.permissions(request.state.caller, scope)
        return JSONResponse({"value": [permission_document(each) for each in found]})

    return at_any_scope("/providers/Microsoft.Authorization/permissions", list_permissions)


def permission_document(permission: Permission) -> Json:
    """Returns a permission as Azure writes it."""
    document: Json = {
        "actions": list(permission.actions),
        "notActions": list(permission.not_actions),
        "dataActions": list(permission.data_actions),
        "notDataActions": list(permission.not_data_actions),
    }
    if permission.condition:
        document |= {"condition": permission.condition, "conditionVersion": "2.0"}
    return document
