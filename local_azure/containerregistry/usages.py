"""How much of what its sku includes a registry uses."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import resource_not_found
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.platform import Platform

TYPE = "Microsoft.ContainerRegistry/registries"
GIGABYTE = 1024**3
# Container Registry documentation "container-registry-skus", 2026-10: included storage in GB, and webhooks.
_INCLUDED = {"Basic": (10, 2), "Standard": (100, 10), "Premium": (500, 500)}


def usage_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the route of the list."""

    async def list_usages(request: Request) -> Response:
        group, name = request.path_params["group"], request.path_params["name"]
        registry_id = f"{SUBSCRIPTION_SCOPE}/resourceGroups/{group}/providers/{TYPE}/{name}"
        platform.authorizer.require(request.state.caller, f"{TYPE}/listUsages/read", registry_id)
        registry = platform.resources.get(registry_id)
        if registry is None:
            raise resource_not_found(TYPE, name, group)
        storage, webhooks = _INCLUDED[registry.body["sku"]["name"]]
        # No image is kept here and no webhook can be made, so nothing is used.
        size = {"name": "Size", "limit": storage * GIGABYTE, "currentValue": 0, "unit": "Bytes"}
        hooks = {"name": "Webhooks", "limit": webhooks, "currentValue": 0, "unit": "Count"}
        return JSONResponse({"value": [size, hooks]})

    path = f"/subscriptions/{{subscription}}/resourceGroups/{{group}}/providers/{TYPE}/{{name}}/listUsages"
    return [Route(path, list_usages, methods=["GET"])]
