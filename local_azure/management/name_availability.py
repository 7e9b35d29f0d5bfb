"""Whether a name that must be unique in the world is free: checkNameAvailability of storage, vault and registry."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.behaviour import Write
from local_azure.errors import AzureError, not_found
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.management.context import Asked, Management, asked
from local_azure.management.name_rules import check_name, check_unique

TYPES = {
    "microsoft.storage": "Microsoft.Storage/storageAccounts",
    "microsoft.keyvault": "Microsoft.KeyVault/vaults",
    "microsoft.containerregistry": "Microsoft.ContainerRegistry/registries",
}


def availability_routes(management: Management) -> Sequence[BaseRoute]:
    """Returns the route of checkNameAvailability."""

    async def check(request: Request) -> Response:
        sent = await asked(request)
        resource_type = TYPES.get(request.path_params["namespace"].lower())
        if resource_type is None:
            raise not_found(f"'{request.path_params['namespace']}' has no checkNameAvailability.")
        action = f"{resource_type.split('/')[0]}/checkNameAvailability/action"
        management.platform.authorizer.require(sent.caller, action, SUBSCRIPTION_SCOPE)
        return JSONResponse(_availability(management, sent, resource_type))

    path = "/subscriptions/{subscription}/providers/{namespace}/checkNameAvailability"
    return [Route(path, check, methods=["POST"])]


def _availability(management: Management, sent: Asked, resource_type: str) -> Json:
    name = str(sent.body().get("name", ""))
    kind = management.kinds.of(resource_type, sent.api_version)
    write = Write(f"{SUBSCRIPTION_SCOPE}/{name}", resource_type, name, None, {}, None, sent.caller, sent.api_version)
    try:
        check_name(kind, name)
    except AzureError as error:
        return {"nameAvailable": False, "reason": "AccountNameInvalid", "message": error.message}
    try:
        check_unique(management.platform, kind, write)
    except AzureError as error:
        return {"nameAvailable": False, "reason": "AlreadyExists", "message": error.message}
    return {"nameAvailable": True}
