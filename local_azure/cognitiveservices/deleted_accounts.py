"""Deleted AI Services accounts: list, get, purge."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.clock import timestamp
from local_azure.cognitiveservices.names import NAMESPACE, TYPE
from local_azure.deleted import DeletedResource
from local_azure.errors import resource_not_found
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.platform import Platform

ONE = f"{NAMESPACE}/locations/resourceGroups/deletedAccounts"


def deleted_account_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of deleted accounts. Roles count at the subscription only: the group may be gone."""

    async def list_deleted(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{NAMESPACE}/deletedAccounts/read", SUBSCRIPTION_SCOPE)
        return JSONResponse({"value": [_body(each) for each in platform.deleted.list(TYPE)]})

    async def get_deleted(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{ONE}/read", SUBSCRIPTION_SCOPE)
        deleted = _find(platform, request)
        if deleted is None:
            raise resource_not_found(ONE, request.path_params["name"], request.path_params["group"])
        return JSONResponse(_body(deleted))

    async def purge(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{ONE}/delete", SUBSCRIPTION_SCOPE)
        deleted = _find(platform, request)
        if deleted is None:
            return Response(status_code=204)
        return platform.purger.begin_purge(deleted.resource, request.query_params.get("api-version", ""))

    base = f"/subscriptions/{{subscription}}/providers/{NAMESPACE}"
    one = f"{base}/locations/{{location}}/resourceGroups/{{group}}/deletedAccounts/{{name}}"
    return [
        Route(f"{base}/deletedAccounts", list_deleted, methods=["GET"]),
        Route(one, get_deleted, methods=["GET"]),
        Route(one, purge, methods=["DELETE"]),
    ]


def _find(platform: Platform, request: Request) -> DeletedResource | None:
    group, name = request.path_params["group"], request.path_params["name"]
    deleted = platform.deleted.get(f"{SUBSCRIPTION_SCOPE}/resourceGroups/{group}/providers/{TYPE}/{name}")
    here = request.path_params["location"].replace(" ", "").lower()
    return deleted if deleted is not None and deleted.resource.location.lower() == here else None


def _body(deleted: DeletedResource) -> Json:
    account = deleted.resource
    return {
        **account.body,
        "id": f"{SUBSCRIPTION_SCOPE}/providers/{NAMESPACE}/locations/{account.location}/resourceGroups/{account.group}"
        f"/deletedAccounts/{account.name}",
        "name": account.name,
        "type": ONE,
        "properties": {
            **account.properties,
            "provisioningState": "Succeeded",
            "deletionDate": timestamp(deleted.deleted_at),
            "scheduledPurgeDate": timestamp(deleted.purged_at),
        },
    }
