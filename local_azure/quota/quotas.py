"""Microsoft.Quota: quotas and usages of a region, and requests for more, which Azure decides later."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError, invalid_request_content, not_found
from local_azure.identity import MANAGEMENT_HOST, SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.management.recording import record_put
from local_azure.management.regions import REGIONS, region
from local_azure.management.request_body import body_of
from local_azure.platform import Platform
from local_azure.quota import bodies
from local_azure.quota.decisions import decision
from local_azure.quota.limits import limit
from local_azure.quota.providers import names_of, provider_named, quota_named
from local_azure.quota.requests import QuotaRequest, find_request, list_requests, submit
from local_azure.quota.used import used
from local_azure.retry_after import between_polls

# What the service tells clients to wait: azure-rest-api-specs, Microsoft.Quota examples, as of 2026-10.
RETRY_AFTER_SECONDS = 30
_BASE = "/subscriptions/{subscription}/providers/{provider}/locations/{location}/providers/Microsoft.Quota"


def quota_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of Microsoft.Quota."""

    async def list_quotas(request: Request) -> Response:
        provider, location = _asked(platform, request, "quotas/read")
        found = [(name, limit(platform, provider, location, name)) for name in names_of(provider)]
        return JSONResponse({"value": [bodies.quota_body(provider, location, *each) for each in found]})

    async def get_quota(request: Request) -> Response:
        provider, location = _asked(platform, request, "quotas/read")
        name = quota_named(provider, request.path_params["name"])
        return JSONResponse(bodies.quota_body(provider, location, name, limit(platform, provider, location, name)))

    async def put_quota(request: Request) -> Response:
        provider, location = _asked(platform, request, "quotas/write")
        name = quota_named(provider, request.path_params["name"])
        value, resource_type = await _wanted(request, name)
        error = decision(platform, provider, location, name, value)
        made = submit(platform, provider, location, name, value, resource_type, error)
        if request.method == "PUT":
            version = request.query_params["api-version"]
            record_put(platform, request.url.path, "Microsoft.Quota/quotas", version, await body_of(request))
        return JSONResponse(bodies.submitted_body(made), 202, _headers(platform, request, made))

    async def list_usages(request: Request) -> Response:
        provider, location = _asked(platform, request, "usages/read")
        found = [(name, used(platform, provider, location, name)) for name in names_of(provider)]
        return JSONResponse({"value": [bodies.usage_body(provider, location, *each) for each in found]})

    async def get_usage(request: Request) -> Response:
        provider, location = _asked(platform, request, "usages/read")
        name = quota_named(provider, request.path_params["name"])
        return JSONResponse(bodies.usage_body(provider, location, name, used(platform, provider, location, name)))

    return [
        Route(f"{_BASE}/quotas", list_quotas, methods=["GET"]),
        Route(f"{_BASE}/quotas/{{name}}", get_quota, methods=["GET"]),
        Route(f"{_BASE}/quotas/{{name}}", put_quota, methods=["PUT", "PATCH"]),
        Route(f"{_BASE}/usages", list_usages, methods=["GET"]),
        Route(f"{_BASE}/usages/{{name}}", get_usage, methods=["GET"]),
        *_request_routes(platform),
    ]


def _request_routes(platform: Platform) -> Sequence[BaseRoute]:
    async def list_all(request: Request) -> Response:
        provider, location = _asked(platform, request, "quotaRequests/read")
        now = platform.clock.now()
        found = list_requests(platform, provider, location)
        return JSONResponse({"value": [bodies.request_body(each, now) for each in found]})

    async def get_one(request: Request) -> Response:
        found = _found(platform, request)
        return JSONResponse(bodies.request_body(found, platform.clock.now()))

    async def get_status(request: Request) -> Response:
        found, now = _found(platform, request), platform.clock.now()
        if found.state(now) == "InProgress":
            return JSONResponse(bodies.status_body(found, now), 202, _headers(platform, request, found))
        location = _url(bodies.request_id_of(found), request)
        return JSONResponse(bodies.status_body(found, now), headers={"Location": location})

    return [
        Route(f"{_BASE}/quotaRequests", list_all, methods=["GET"]),
        Route(f"{_BASE}/quotaRequests/{{id}}", get_one, methods=["GET"]),
        Route(f"{_BASE}/operationsStatus/{{id}}", get_status, methods=["GET"]),
    ]


def _asked(platform: Platform, request: Request, action: str) -> tuple[str, str]:
    platform.authorizer.require(request.state.caller, f"Microsoft.Quota/{action}", SUBSCRIPTION_SCOPE)
    provider, location = provider_named(request.path_params["provider"]), region(request.path_params["location"])
    if location not in REGIONS:
        raise AzureError(400, "InvalidLocation", f"The location '{location}' is none of {', '.join(sorted(REGIONS))}.")
    return provider, location


def _found(platform: Platform, request: Request) -> QuotaRequest:
    provider, location = _asked(platform, request, "quotaRequests/read")
    found = find_request(platform, request.path_params["id"])
    if found is None or (found.provider, found.location) != (provider, location):
        raise not_found(f"There is no quota request '{request.path_params['id']}' of {provider} in {location}.")
    return found


async def _wanted(request: Request, name: str) -> tuple[int, str]:
    try:
        body: Any = await body_of(request)
        properties: Json = body["properties"]
        value, named = properties["limit"]["value"], properties.get("name", {}).get("value", name)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise invalid_request_content("properties.limit.value and properties.name.value are needed") from error
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise invalid_request_content(f"properties.limit.value '{value}' is no whole number from 0 on")
    if str(named).lower() != name.lower():
        raise AzureError(400, "InvalidResourceName", f"Name {named} is not valid resource name.")
    return value, str(properties.get("resourceType") or "dedicated")


def _headers(platform: Platform, request: Request, made: QuotaRequest) -> dict[str, str]:
    url = _url(bodies.status_id_of(made), request)
    form, now = platform.options.retry_after_form, platform.clock.now()
    waits = between_polls(platform.options.retry_after_ms, form, now, seconds=RETRY_AFTER_SECONDS)
    return {"Azure-AsyncOperation": url, "Location": url, **waits}


def _url(path: str, request: Request) -> str:
    return f"https://{MANAGEMENT_HOST}{path}?api-version={request.query_params.get('api-version', '')}"
