"""SKUs of accounts: the one that AI Services and OpenAI accounts have, everywhere."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.cognitiveservices.accounts import KINDS
from local_azure.cognitiveservices.names import NAMESPACE, TYPE
from local_azure.errors import invalid_request_content, resource_not_found
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.management.regions import REGIONS
from local_azure.management.request_body import body_of
from local_azure.platform import Platform

SKU: Json = {"name": "S0", "tier": "Standard"}


def sku_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of SKUs: all of them, those of an account, and whether one can be had."""

    async def list_skus(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{NAMESPACE}/skus/read", SUBSCRIPTION_SCOPE)
        skus = [
            {"resourceType": "accounts", **SKU, "kind": kind, "locations": [name.upper()], "restrictions": []}
            for kind in KINDS
            for name in REGIONS
        ]
        return JSONResponse({"value": skus})

    async def list_account_skus(request: Request) -> Response:
        group, name = request.path_params["group"], request.path_params["name"]
        account_id = f"{SUBSCRIPTION_SCOPE}/resourceGroups/{group}/providers/{TYPE}/{name}"
        platform.authorizer.require(request.state.caller, f"{TYPE}/skus/read", account_id)
        if platform.resources.get(account_id) is None:
            raise resource_not_found(TYPE, name, group)
        return JSONResponse({"value": [{"resourceType": TYPE, "sku": SKU}]})

    async def check(request: Request) -> Response:
        action = f"{NAMESPACE}/locations/checkSkuAvailability/action"
        platform.authorizer.require(request.state.caller, action, SUBSCRIPTION_SCOPE)
        try:
            body = await body_of(request)
            wanted, kind = [str(each) for each in body["skus"]], str(body["kind"])
        except (ValueError, KeyError, TypeError) as error:
            raise invalid_request_content("the body must be an object with skus, kind and type") from error
        return JSONResponse({"value": [_availability(kind, each) for each in wanted]})

    base = f"/subscriptions/{{subscription}}/providers/{NAMESPACE}"
    account = f"/subscriptions/{{subscription}}/resourceGroups/{{group}}/providers/{TYPE}/{{name}}"
    return [
        Route(f"{base}/skus", list_skus, methods=["GET"]),
        Route(f"{account}/skus", list_account_skus, methods=["GET"]),
        Route(f"{base}/locations/{{location}}/checkSkuAvailability", check, methods=["POST"]),
    ]


def _availability(kind: str, sku: str) -> Json:
    free = kind in KINDS and sku == SKU["name"]
    answer: Json = {"kind": kind, "type": TYPE, "skuName": sku, "skuAvailable": free}
    reason = f"The local Azure has the SKU {SKU['name']} of {', '.join(KINDS)}."
    return answer if free else answer | {"reason": reason, "message": reason}
