"""Deleted vaults: list, get, purge."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.clock import timestamp
from local_azure.deleted import DeletedResource
from local_azure.errors import AzureError
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.platform import Platform

TYPE = "Microsoft.KeyVault/vaults"
DELETED_TYPE = "Microsoft.KeyVault/locations/deletedVaults"


def deleted_vault_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of deleted vaults."""

    async def list_deleted(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, "Microsoft.KeyVault/deletedVaults/read", SUBSCRIPTION_SCOPE)
        return JSONResponse({"value": [_body(each) for each in platform.deleted.list(TYPE)]})

    async def get_deleted(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{DELETED_TYPE}/read", SUBSCRIPTION_SCOPE)
        return JSONResponse(_body(_find(platform, request)))

    async def purge(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{DELETED_TYPE}/purge/action", SUBSCRIPTION_SCOPE)
        deleted = _find(platform, request)
        if deleted.resource.properties.get("enablePurgeProtection"):
            raise AzureError(405, "MethodNotAllowed", "Operation 'DeletedVaultPurge' is not allowed.")
        return platform.purger.begin_purge(deleted.resource, request.query_params.get("api-version", ""))

    async def no_modules(request: Request) -> Response:
        action = "Microsoft.KeyVault/deletedManagedHsms/read"
        platform.authorizer.require(request.state.caller, action, SUBSCRIPTION_SCOPE)
        return JSONResponse({"value": []})  # hardware modules can't be made here, so none was deleted

    base = "/subscriptions/{subscription}/providers/Microsoft.KeyVault"
    one = f"{base}/locations/{{location}}/deletedVaults/{{name}}"
    return [
        Route(f"{base}/deletedVaults", list_deleted, methods=["GET"]),
        Route(f"{base}/deletedManagedHSMs", no_modules, methods=["GET"]),
        Route(one, get_deleted, methods=["GET"]),
        Route(f"{one}/purge", purge, methods=["POST"]),
    ]


def _find(platform: Platform, request: Request) -> DeletedResource:
    name, location = request.path_params["name"], request.path_params["location"].replace(" ", "")
    for deleted in platform.deleted.list(TYPE):
        vault = deleted.resource
        if vault.name.lower() == name.lower() and vault.location.lower() == location.lower():
            return deleted
    raise AzureError(404, "DeletedVaultNotFound", f"The specified deleted vault '{name}' does not exist.")


def _body(deleted: DeletedResource) -> Json:
    vault = deleted.resource
    return {
        "id": f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/locations/{vault.location}"
        f"/deletedVaults/{vault.name}",
        "name": vault.name,
        "type": "Microsoft.KeyVault/deletedVaults",
        "properties": {
            "vaultId": vault.id,
            "location": vault.location,
            "tags": vault.body.get("tags") or {},
            "deletionDate": timestamp(deleted.deleted_at),
            "scheduledPurgeDate": timestamp(deleted.purged_at),
            "purgeProtectionEnabled": bool(vault.properties.get("enablePurgeProtection")),
        },
    }
