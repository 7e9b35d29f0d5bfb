"""What was done to resources, by whom and when: one event for each write, delete or action, as Azure's log keeps it."""

import uuid
from datetime import datetime, timedelta

from starlette.requests import Request

from local_azure.clock import timestamp
from local_azure.json_types import Json
from local_azure.management.paths import ResourcePath
from local_azure.platform import Platform
from local_azure.tokens import Caller

TABLE = "activity"
DAYS = 90
"""How long Azure keeps events of the activity log (azure-monitor documentation, 2026-10)."""

_VERBS = {"PUT": "write", "PATCH": "write", "DELETE": "delete", "POST": "action"}


def note(platform: Platform, sent: Request, path: ResourcePath, status: int) -> None:
    """Keeps that somebody wrote, deleted or acted on a resource, and how it ended; reading isn't kept.

    Args:
        platform: The local Azure.
        sent: The request.
        path: The resource, or the action of a resource.
        status: The answer's HTTP status; of a long-running operation that of its acceptance.
    """
    if sent.method not in _VERBS:
        return
    now = platform.clock.now()
    at_once = len(platform.store.items(TABLE, timestamp(now)))  # events of one moment keep their order
    platform.store.put(TABLE, f"{timestamp(now)} {at_once:06}", _event(sent, path, status, now))


def events(platform: Platform, since: datetime) -> list[Json]:
    """Returns the events since a moment, the newest first; forgets those that are older than Azure keeps them."""
    now = platform.clock.now()
    oldest = timestamp(now - timedelta(days=DAYS))
    found = []
    for key, event in platform.store.items(TABLE):
        if key < oldest:
            platform.store.delete(TABLE, key)
        elif key >= timestamp(since):
            found.append(event)
    return found[::-1]


def _event(sent: Request, path: ResourcePath, status: int, now: datetime) -> Json:
    caller: Caller = sent.state.caller
    operation = f"{path.action_type}/{_VERBS[sent.method]}"
    ended = "Failed" if status >= 400 else "Accepted" if status in (201, 202) and sent.method != "POST" else "Succeeded"
    return {
        "eventDataId": str(uuid.uuid4()),
        "correlationId": sent.headers.get("x-ms-correlation-request-id") or str(uuid.uuid4()),
        "eventTimestamp": timestamp(now),
        "submissionTimestamp": timestamp(now),
        "caller": caller.object_id,
        "claims": {"appid": caller.app_id},
        "authorization": {"action": operation, "scope": path.id},
        "operationName": {"value": operation, "localizedValue": operation},
        "category": {"value": "Administrative", "localizedValue": "Administrative"},
        "level": "Error" if ended == "Failed" else "Informational",
        "resourceId": path.id,
        "resourceGroupName": path.group or "",
        "resourceProviderName": {"value": path.namespace, "localizedValue": path.namespace},
        "resourceType": {"value": path.type, "localizedValue": path.type},
        "status": {"value": ended, "localizedValue": ended},
        "subStatus": {"value": str(status), "localizedValue": str(status)},
        "httpRequest": {"method": sent.method},
        "subscriptionId": path.subscription or "",
        "tenantId": caller.tenant,
    }
