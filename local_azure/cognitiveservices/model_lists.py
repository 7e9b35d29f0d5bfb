"""What can be deployed and how much of it is left: models, their SKUs, usages and capacities by region and account."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.cognitiveservices.model_bodies import capacity_body, model_bodies, usage_body
from local_azure.cognitiveservices.model_capacity import usages
from local_azure.cognitiveservices.names import NAMESPACE, TYPE
from local_azure.errors import resource_not_found
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.management.regions import REGIONS, region
from local_azure.platform import Platform
from local_azure.resources import Resource


def model_list_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of these lists."""

    async def usages_of_region(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{NAMESPACE}/locations/usages/read", SUBSCRIPTION_SCOPE)
        found = usages(platform, region(request.path_params["location"]))
        return JSONResponse({"value": [usage_body(each) for each in found]})

    async def models_of_region(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{NAMESPACE}/locations/models/read", SUBSCRIPTION_SCOPE)
        location = region(request.path_params["location"])
        return JSONResponse({"value": [_listed(body) for body in model_bodies(platform, location)]})

    async def models_of_account(request: Request) -> Response:
        account = _account(platform, request, "models")
        return JSONResponse({"value": model_bodies(platform, account.location)})

    async def usages_of_account(request: Request) -> Response:
        account = _account(platform, request, "usages")
        return JSONResponse({"value": [usage_body(each) for each in usages(platform, account.location)]})

    async def capacities(request: Request) -> Response:
        location = request.path_params.get("location")
        action = f"{NAMESPACE}/{'locations/' if location else ''}modelCapacities/read"
        platform.authorizer.require(request.state.caller, action, SUBSCRIPTION_SCOPE)
        asked = {name.lower(): value for name, value in request.query_params.items()}
        regions = [region(location)] if location else list(REGIONS)
        found = [(where, each) for where in regions for each in usages(platform, where)]
        wanted = (asked.get("modelformat"), asked.get("modelname"), asked.get("modelversion"))
        bodies = [capacity_body(where, each) for where, each in found if not each.tuned]
        return JSONResponse({"value": [body for body in bodies if _is(body["properties"]["model"], wanted)]})

    base = f"/subscriptions/{{subscription}}/providers/{NAMESPACE}"
    account = f"/subscriptions/{{subscription}}/resourceGroups/{{group}}/providers/{TYPE}/{{name}}"
    return [
        Route(f"{base}/locations/{{location}}/usages", usages_of_region, methods=["GET"]),
        Route(f"{base}/locations/{{location}}/models", models_of_region, methods=["GET"]),
        Route(f"{account}/models", models_of_account, methods=["GET"]),
        Route(f"{account}/usages", usages_of_account, methods=["GET"]),
        Route(f"{base}/modelCapacities", capacities, methods=["GET"]),
        Route(f"{base}/locations/{{location}}/modelCapacities", capacities, methods=["GET"]),
    ]


def _account(platform: Platform, request: Request, member: str) -> Resource:
    group, name = request.path_params["group"], request.path_params["name"]
    account_id = f"{SUBSCRIPTION_SCOPE}/resourceGroups/{group}/providers/{TYPE}/{name}"
    platform.authorizer.require(request.state.caller, f"{TYPE}/{member}/read", account_id)
    account = platform.resources.get(account_id)
    if account is None:
        raise resource_not_found(TYPE, name, group)
    return account


def _listed(body: dict[str, object]) -> dict[str, object]:
    return {"kind": "AIServices", "skuName": "S0", "model": body}


def _is(model: dict[str, str], wanted: tuple[str | None, str | None, str | None]) -> bool:
    pairs = zip((model["format"], model["name"], model["version"]), wanted, strict=True)
    return all(asked is None or found.lower() == asked.lower() for found, asked in pairs)
