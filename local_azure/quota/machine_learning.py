"""Cores as Azure ML tells and divides them: usages, quotas of workspaces, and the machines that there are."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import invalid_request_content
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.management.regions import region
from local_azure.management.request_body import body_of
from local_azure.platform import Platform
from local_azure.quota import machine_learning_bodies as bodies
from local_azure.quota.limits import limit
from local_azure.quota.providers import MACHINE_LEARNING, family_or_none
from local_azure.quota.workspace_limits import set_workspace_limit, workspace_limits

_BASE = f"/subscriptions/{{subscription}}/providers/{MACHINE_LEARNING}/locations/{{location}}"


def machine_learning_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of Azure ML's usages, quotas and sizes of machines."""

    def asked(request: Request, action: str) -> str:
        platform.authorizer.require(request.state.caller, f"{MACHINE_LEARNING}/locations/{action}", SUBSCRIPTION_SCOPE)
        return region(request.path_params["location"])

    async def usages(request: Request) -> Response:
        return JSONResponse({"value": bodies.usages(platform, asked(request, "usages/read"))})

    async def quotas(request: Request) -> Response:
        location = asked(request, "quotas/read")
        own = [bodies.workspace_quota(*each) for each in workspace_limits(platform)]
        return JSONResponse({"value": [*bodies.quotas(platform, location), *own]})

    async def sizes(request: Request) -> Response:
        return JSONResponse({"value": bodies.sizes(asked(request, "vmSizes/read"))})

    async def update(request: Request) -> Response:
        location = asked(request, "updateQuotas/action")
        try:
            body: Any = await body_of(request)
            rows = [(str(row["id"]), int(row["limit"])) for row in body["value"]]
        except (ValueError, KeyError, TypeError) as error:
            raise invalid_request_content("value must be a list of objects with id and limit") from error
        return JSONResponse({"value": [_updated(platform, location, *row) for row in rows]})

    return [
        Route(f"{_BASE}/usages", usages, methods=["GET"]),
        Route(f"{_BASE}/quotas", quotas, methods=["GET"]),
        Route(f"{_BASE}/vmSizes", sizes, methods=["GET"]),
        Route(f"{_BASE}/updateQuotas", update, methods=["POST"]),
    ]


def _updated(platform: Platform, location: str, quota_id: str, wanted: int) -> Json:
    # azure-rest-api-specs, Machine Learning, QuotaUpdate examples and its enumeration Status, as of 2026-10.
    workspace_id, _, name = quota_id.rpartition("/quotas/")
    family = bodies.family_of(name)
    answer: Json = {"id": quota_id, "type": bodies.WORKSPACE_QUOTA, "limit": wanted, "unit": "Count"}
    if family is None or family_or_none(family) is None:
        return answer | {"status": "InvalidVMFamilyName"}
    if platform.resources.get(workspace_id) is None:
        return answer | {"status": "Failure"}
    if wanted > limit(platform, MACHINE_LEARNING, location, family):
        return answer | {"status": "InvalidQuotaExceedsSubscriptionLimit"}
    set_workspace_limit(platform, workspace_id, family, wanted)
    return answer | {"status": "Success"}
