"""The one subscription, its tenant and its regions, as far as the caller may see them."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.identity import SUBSCRIPTION_ID, SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.json_types import Json
from local_azure.management.context import Management
from local_azure.management.regions import REGIONS

# Quota ids of offers: azure-docs cost-management understand-cost-mgt-data, as of 2026-10.
_OFFERS = {"pay-as-you-go": ("PayAsYouGo_2014-09-01", "Off"), "benefit": ("MSDN_2014-09-01", "On")}


def subscription_routes(management: Management) -> Sequence[BaseRoute]:
    """Returns the routes of subscriptions, tenants and locations."""

    async def list_subscriptions(request: Request) -> Response:
        is_seen = management.platform.authorizer.sees(request.state.caller, SUBSCRIPTION_SCOPE)
        return JSONResponse({"value": [_subscription(management)] if is_seen else []})

    async def get_subscription(request: Request) -> Response:
        management.platform.authorizer.require(
            request.state.caller, "Microsoft.Resources/subscriptions/read", SUBSCRIPTION_SCOPE
        )
        return JSONResponse(_subscription(management))

    async def list_locations(_: Request) -> Response:
        return JSONResponse({"value": [_location(name, shown) for name, shown in REGIONS.items()]})

    async def list_tenants(_: Request) -> Response:
        tenant = {"id": f"/tenants/{TENANT_ID}", "tenantId": TENANT_ID, "displayName": "Local Azure"}
        return JSONResponse({"value": [tenant | {"countryCode": "US", "tenantCategory": "Home"}]})

    return [
        Route("/subscriptions", list_subscriptions, methods=["GET"]),
        Route("/subscriptions/{subscription}", get_subscription, methods=["GET"]),
        Route("/subscriptions/{subscription}/locations", list_locations, methods=["GET"]),
        Route("/tenants", list_tenants, methods=["GET"]),
    ]


def _subscription(management: Management) -> Json:
    quota_id, spending_limit = _OFFERS[management.platform.options.offer]
    return {
        "id": SUBSCRIPTION_SCOPE,
        "subscriptionId": SUBSCRIPTION_ID,
        "tenantId": TENANT_ID,
        "displayName": "Local Azure",
        "state": "Enabled",
        "authorizationSource": "RoleBased",
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": quota_id,
            "spendingLimit": spending_limit,
        },
        "managedByTenants": [],
    }


def _location(name: str, display_name: str) -> Json:
    return {
        "id": f"{SUBSCRIPTION_SCOPE}/locations/{name}",
        "name": name,
        "type": "Region",
        "displayName": display_name,
        "regionalDisplayName": display_name,
        "metadata": {"regionType": "Physical"},
    }
