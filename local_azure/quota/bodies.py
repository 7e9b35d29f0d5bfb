"""Quotas, usages and requests as Microsoft.Quota answers them."""

from datetime import datetime

from local_azure.clock import timestamp
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.quota.providers import LOW_PRIORITY, title_of
from local_azure.quota.requests import QuotaRequest


def scope_of(provider: str, location: str) -> str:
    """Returns the id below which a region's quotas are."""
    return f"{SUBSCRIPTION_SCOPE}/providers/{provider}/locations/{location}/providers/Microsoft.Quota"


def resource_type_of(name: str) -> str:
    """Returns what kind of cores a quota counts."""
    return "lowPriority" if name == LOW_PRIORITY else "dedicated"


def quota_body(provider: str, location: str, name: str, limit: int) -> Json:
    """Returns a quota."""
    return {
        "id": f"{scope_of(provider, location)}/quotas/{name}",
        "type": "Microsoft.Quota/Quotas",
        "name": name,
        "properties": {
            "limit": {"limitObjectType": "LimitValue", "limitType": "Independent", "value": limit},
            "name": {"value": name, "localizedValue": title_of(provider, name)},
            "resourceType": resource_type_of(name),
            "isQuotaApplicable": True,
            "unit": "Count",
            "properties": {},
        },
    }


def usage_body(provider: str, location: str, name: str, used: int) -> Json:
    """Returns what is used of a quota."""
    return {
        "id": f"{scope_of(provider, location)}/usages/{name}",
        "type": "Microsoft.Quota/Usages",
        "name": name,
        "properties": {
            "usages": {"value": used},
            "name": {"value": name, "localizedValue": title_of(provider, name)},
            "resourceType": resource_type_of(name),
            "isQuotaApplicable": True,
            "unit": "Count",
            "properties": {},
        },
    }


def submitted_body(request: QuotaRequest) -> Json:
    """Returns the answer to a request: named by what it asks for, in capitals (azure-cli-extensions recordings)."""
    return {
        "id": request_id_of(request),
        "type": "Microsoft.Quota/Quotas",
        "name": request.name.upper(),
        "properties": {
            "limit": {"limitObjectType": "LimitValue", "value": request.value},
            "name": {"value": request.name.upper()},
            "resourceType": request.resource_type,
            "provisioningState": "InProgress",
        },
    }


def request_body(request: QuotaRequest, now: datetime) -> Json:
    """Returns how a request stands."""
    state = request.state(now)
    asked = {
        "limit": {"limitObjectType": "LimitValue", "value": request.value},
        "name": {"value": request.name, "localizedValue": title_of(request.provider, request.name)},
        "resourceType": request.resource_type,
        "provisioningState": state,
        "unit": "Count",
    }
    properties: Json = {
        "provisioningState": state,
        "message": "Request in progress" if state == "InProgress" else "Request completed",
        "requestSubmitTime": timestamp(datetime.fromisoformat(request.submitted_at)),
        "value": [asked],
    }
    if state == "Failed" and request.error:
        properties |= {"error": request.error, "message": request.error["message"]}
    return {
        "id": request_id_of(request),
        "type": "Microsoft.Quota/quotaRequests",
        "name": request.id,
        "properties": properties,
    }


def status_body(request: QuotaRequest, now: datetime) -> Json:
    """Returns the status of a request's operation."""
    state = request.state(now)
    body: Json = {
        "id": status_id_of(request),
        "name": request.id,
        "type": "Microsoft.Quota/operationsStatus",
        "status": state,
        "startTime": timestamp(datetime.fromisoformat(request.submitted_at)),
    }
    return body | {"error": request.error} if state == "Failed" else body


def request_id_of(request: QuotaRequest) -> str:
    """Returns the id of a request."""
    return f"{scope_of(request.provider, request.location)}/quotaRequests/{request.id}"


def status_id_of(request: QuotaRequest) -> str:
    """Returns the id of a request's operation."""
    return f"{scope_of(request.provider, request.location)}/operationsStatus/{request.id}"
