"""Who may ask an endpoint: whoever shows a key or token of it, or an Entra token with the role to score."""

import hmac

from starlette.requests import Request

from local_azure.errors import AzureError
from local_azure.machinelearning.online_endpoints.ids import ONLINE_ENDPOINT, address_of
from local_azure.machinelearning.online_endpoints.keys import EndpointKeys
from local_azure.platform import Platform
from local_azure.resources import Resource

AUDIENCE = "https://ml.azure.com"
# An action, not a data action: owners and contributors may (documentation "concept-endpoints-online-auth", 2026-10).
SCORE = f"{ONLINE_ENDPOINT}/score/action"


def require_caller(platform: Platform, keys: EndpointKeys, request: Request, endpoint: Resource) -> None:
    """Returns when a request may ask an endpoint, by the endpoint's mode.

    Raises:
        AzureError: 401 without what the mode asks for, 403 without the role.
    """
    mode = endpoint.properties["authMode"]
    if mode == "AADToken":
        caller = platform.tokens.verify(request, audiences=[AUDIENCE])
        platform.authorizer.require(caller, SCORE, endpoint.id)
    elif mode == "AMLToken":
        platform.tokens.verify(request, audiences=[address_of(endpoint.name, endpoint.location)])
    elif not _shows_key(request, keys.of(endpoint)):
        raise AzureError(
            401,
            "Unauthorized",
            f"Please provide a valid key: endpoint '{endpoint.name}' takes its keys as 'Authorization: Bearer KEY'.",
        )


def _shows_key(request: Request, keys: list[str]) -> bool:
    kind, _, shown = request.headers.get("authorization", "").partition(" ")
    return kind.lower() == "bearer" and any(hmac.compare_digest(shown.strip().encode(), key.encode()) for key in keys)
