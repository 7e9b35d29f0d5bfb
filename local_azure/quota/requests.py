"""Requests for more cores: kept with what becomes of them, and decided when their time is over."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from local_azure.json_types import Json
from local_azure.platform import Platform

TABLE = "quota-requests"


@dataclass(frozen=True)
class QuotaRequest:
    """A request for quota.

    Attributes:
        id: A GUID.
        provider: The provider that counts.
        location: The region.
        name: What is counted.
        value: The limit asked for.
        resource_type: What the client calls it, such as ``dedicated``.
        submitted_at: When it was made, as ISO text.
        decided_at: When it is decided, as ISO text.
        error: Azure's error when it is turned down; None when it is granted.
    """

    id: str
    provider: str
    location: str
    name: str
    value: int
    resource_type: str
    submitted_at: str
    decided_at: str
    error: Json | None

    def state(self, now: datetime) -> str:
        """Returns ``InProgress``, ``Succeeded`` or ``Failed``."""
        if now < datetime.fromisoformat(self.decided_at):
            return "InProgress"
        return "Failed" if self.error else "Succeeded"


def submit(
    platform: Platform, provider: str, location: str, name: str, value: int, resource_type: str, error: Json | None
) -> QuotaRequest:
    """Keeps a request and returns it."""
    now = platform.clock.now()
    latency = platform.latency.seconds("Microsoft.Quota/quotas", "update", f"{provider}/{location}/{name}")
    decided = now + timedelta(seconds=platform.options.quota_seconds + latency)
    request = QuotaRequest(
        id=str(uuid.uuid4()),
        provider=provider,
        location=location,
        name=name,
        value=value,
        resource_type=resource_type,
        submitted_at=now.isoformat(),
        decided_at=decided.isoformat(),
        error=error,
    )
    platform.store.put(TABLE, request.id, asdict(request))
    return request


def find_request(platform: Platform, request_id: str) -> QuotaRequest | None:
    """Returns a request, or None where there is none of that id."""
    document = platform.store.get(TABLE, request_id.lower())
    return None if document is None else QuotaRequest(**document)


def list_requests(platform: Platform, provider: str, location: str) -> list[QuotaRequest]:
    """Returns a region's requests, the oldest first."""
    found = [QuotaRequest(**document) for document in platform.store.list(TABLE)]
    here = [each for each in found if (each.provider, each.location) == (provider, location)]
    return sorted(here, key=lambda each: each.submitted_at)


def granted_limit(platform: Platform, provider: str, location: str, name: str) -> int | None:
    """Returns the highest limit that was granted by now, or None where nothing was."""
    now = platform.clock.now()
    requests = list_requests(platform, provider, location)
    granted = [each.value for each in requests if each.name == name and each.state(now) == "Succeeded"]
    return max(granted, default=None)
