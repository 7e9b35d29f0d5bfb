"""What opens an endpoint for its callers: two keys, or a token of Azure ML's own that ends."""

import base64
import secrets
from datetime import timedelta

from starlette.responses import Response

from local_azure.behaviour import Call
from local_azure.json_types import Json
from local_azure.machinelearning.online_endpoints.ids import address_of
from local_azure.machinelearning.online_endpoints.refusals import invalid
from local_azure.platform import Platform
from local_azure.resources import Resource

_TABLE = "machinelearning_online_keys"
_KEY_BYTES = 24
# From memory: Azure ML's tokens say themselves when they end and when to ask for the next one.
_TOKEN_LIFETIME = timedelta(hours=8)
_REFRESH_AFTER = timedelta(hours=4)


class EndpointKeys:
    """The keys and tokens of all endpoints.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def ensure(self, endpoint_id: str, chosen: Json | None) -> None:
        """Makes an endpoint's keys unless it has some; ``chosen`` are those its maker sent along."""
        if self._platform.store.get(_TABLE, endpoint_id.lower()) is None:
            keys = {name: (chosen or {}).get(name) or _new_key() for name in ("primaryKey", "secondaryKey")}
            self._platform.store.put(_TABLE, endpoint_id.lower(), keys)

    def of(self, endpoint: Resource) -> list[str]:
        """Returns an endpoint's keys; none where it has none."""
        return [str(key) for key in (self._platform.store.get(_TABLE, endpoint.id.lower()) or {}).values()]

    def forget(self, endpoint_id: str) -> None:
        """Forgets the keys of an endpoint that is gone."""
        self._platform.store.delete(_TABLE, endpoint_id.lower())

    async def list_keys(self, call: Call) -> Json:
        """Answers both keys."""
        _require_mode(call.resource, "Key")
        return self._platform.store.get(_TABLE, call.resource.id.lower()) or {}

    async def regenerate(self, call: Call) -> Response:
        """Makes one of the keys anew; the other one stays."""
        keys = await self.list_keys(call)
        kind = str(call.body.get("keyType", ""))
        if kind.lower() not in ("primary", "secondary"):
            raise invalid(f"The keyType '{kind}' isn't Primary or Secondary.", "KeyType")
        new = {**keys, f"{kind.lower()}Key": call.body.get("keyValue") or _new_key()}
        self._platform.store.put(_TABLE, call.resource.id.lower(), new)
        return Response(status_code=200)

    async def token(self, call: Call) -> Json:
        """Answers a token for whoever may ask for one; it opens this endpoint alone."""
        _require_mode(call.resource, "AMLToken")
        principal = self._platform.tokens.principal(call.caller.object_id)
        if principal is None:
            raise invalid(f"The caller '{call.caller.object_id}' isn't known any more.")
        now = self._platform.clock.now()
        audience = address_of(call.resource.name, call.resource.location)
        return {
            "accessToken": self._platform.tokens.issue(principal, audience, lifetime=_TOKEN_LIFETIME),
            "tokenType": "Bearer",
            "expiryTimeUtc": int((now + _TOKEN_LIFETIME).timestamp()),
            "refreshAfterTimeUtc": int((now + _REFRESH_AFTER).timestamp()),
        }


def _require_mode(endpoint: Resource, mode: str) -> None:
    present = endpoint.properties["authMode"]
    if present != mode:
        raise invalid(f"Endpoint '{endpoint.name}' authenticates its callers by {present}, not by {mode}.", "AuthMode")


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
