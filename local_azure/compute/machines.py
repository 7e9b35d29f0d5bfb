"""Sizes of machines and cores as Microsoft.Compute lists them."""

import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from catalogue.compute_skus import ComputeSku, compute_skus
from local_azure.errors import bad_request
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.management.regions import region
from local_azure.platform import Platform
from local_azure.quota.limits import limit
from local_azure.quota.providers import COMPUTE, names_of, title_of
from local_azure.quota.used import used

_LOCATION = re.compile(r"\s*location\s+eq\s+'([^']*)'\s*", re.IGNORECASE)


def machine_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of SKUs, sizes and usages."""

    async def usages(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{COMPUTE}/locations/usages/read", SUBSCRIPTION_SCOPE)
        location = region(request.path_params["location"])
        return JSONResponse({"value": [_usage(platform, location, name) for name in names_of(COMPUTE)]})

    async def sizes(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{COMPUTE}/locations/vmSizes/read", SUBSCRIPTION_SCOPE)
        location = region(request.path_params["location"])
        found = [sku for sku in compute_skus().values() if location in sku.family.regions]
        return JSONResponse({"value": [_size(sku) for sku in found]})

    async def skus(request: Request) -> Response:
        platform.authorizer.require(request.state.caller, f"{COMPUTE}/skus/read", SUBSCRIPTION_SCOPE)
        wanted = _filtered(request.query_params.get("$filter", ""))
        rows = [(sku, each) for sku in compute_skus().values() for each in sku.family.regions]
        return JSONResponse({"value": [_sku(*row) for row in rows if wanted in ("", row[1])]})

    base = f"/subscriptions/{{subscription}}/providers/{COMPUTE}"
    return [
        Route(f"{base}/locations/{{location}}/usages", usages, methods=["GET"]),
        Route(f"{base}/locations/{{location}}/vmSizes", sizes, methods=["GET"]),
        Route(f"{base}/skus", skus, methods=["GET"]),
    ]


def _filtered(expression: str) -> str:
    if not expression:
        return ""
    found = _LOCATION.fullmatch(expression)
    if found is None:
        raise bad_request(f"The filter '{expression}' isn't understood: only location eq '...' is.", target="$filter")
    return region(found.group(1))


def _usage(platform: Platform, location: str, name: str) -> Json:
    return {
        "limit": limit(platform, COMPUTE, location, name),
        "currentValue": used(platform, COMPUTE, location, name),
        "unit": "Count",
        "name": {"value": name, "localizedValue": title_of(COMPUTE, name)},
    }


def _size(sku: ComputeSku) -> Json:
    return {"name": sku.name, "numberOfCores": sku.vcpus, "memoryInMB": sku.memory_gib * 1024}


def _sku(sku: ComputeSku, location: str) -> Json:
    tier, _, size = sku.name.partition("_")
    return {
        "resourceType": "virtualMachines",
        "name": sku.name,
        "tier": tier,
        "size": size,
        "family": sku.family.name,
        "locations": [location],
        "locationInfo": [{"location": location, "zones": []}],
        "capabilities": [
            {"name": "vCPUs", "value": str(sku.vcpus)},
            {"name": "MemoryGB", "value": str(sku.memory_gib)},
            {"name": "GPUs", "value": str(sku.gpus)},
        ],
        "restrictions": [],
    }
