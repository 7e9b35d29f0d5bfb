"""Azure's own policy definitions, which every caller may read: there are none here, so each is one that isn't found."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError


def built_in_definition_routes() -> Sequence[BaseRoute]:
    """Returns the routes of definitions above all subscriptions."""

    async def listed(_: Request) -> Response:
        return JSONResponse({"value": []})

    async def get(request: Request) -> Response:
        name = request.path_params["name"]
        raise AzureError(404, "PolicyDefinitionNotFound", f"The policy definition '{name}' could not be found.")

    path = "/providers/Microsoft.Authorization/policyDefinitions"
    return [Route(path, listed, methods=["GET"]), Route(f"{path}/{{name}}", get, methods=["GET"])]
