"""Log Analytics workspaces that were deleted and can still be brought back: of the subscription, or of a group."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.clock import timestamp
from local_azure.deleted import DeletedResource
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.platform import Platform

NAMESPACE = "Microsoft.OperationalInsights"
TYPE = f"{NAMESPACE}/workspaces"


def deleted_workspace_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of deleted workspaces."""

    async def list_deleted(request: Request) -> Response:
        group = request.path_params.get("group")
        scope = f"{SUBSCRIPTION_SCOPE}/resourceGroups/{group}" if group else SUBSCRIPTION_SCOPE
        platform.authorizer.require(request.state.caller, f"{NAMESPACE}/deletedWorkspaces/read", scope)
        deleted = platform.deleted.list(TYPE)
        here = [each for each in deleted if not group or each.resource.group.lower() == group.lower()]
        return JSONResponse({"value": [_body(each) for each in here]})

    subscription, end = "/subscriptions/{subscription}", f"providers/{NAMESPACE}/deletedWorkspaces"
    return [
        Route(f"{subscription}/{end}", list_deleted, methods=["GET"]),
        Route(f"{subscription}/resourceGroups/{{group}}/{end}", list_deleted, methods=["GET"]),
    ]


def _body(deleted: DeletedResource) -> Json:
    workspace = deleted.resource
    body = {name: value for name, value in workspace.body.items() if name != "systemData"}
    properties = {**workspace.properties, "modifiedDate": timestamp(deleted.deleted_at)}
    return {"id": workspace.id, "name": workspace.name, "type": TYPE, **body, "properties": properties}
