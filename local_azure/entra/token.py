"""The token endpoint: a client's id, with its secret or a federated token, against a signed token for one resource."""

import base64
import binascii
from urllib.parse import parse_qs, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local_azure.entra.errors import SignInError
from local_azure.entra.federation import ASSERTION_TYPE, check_assertion
from local_azure.identity import TENANT_ID
from local_azure.platform import Platform
from local_azure.tokens import LIFETIME, Principal

# What tokens can be for: the services themselves, and their own instances by host name.
RESOURCES = frozenset(
    {
        "https://management.azure.com",
        "https://management.core.windows.net",
        "https://storage.azure.com",
        "https://vault.azure.net",
        "https://ml.azure.com",
        "https://ai.azure.com",
        "https://cognitiveservices.azure.com",
        "https://graph.microsoft.com",
        "https://api.loganalytics.io",
        "https://monitor.azure.com",
    }
)
INSTANCES = (".blob.core.windows.net", ".vault.azure.net", ".azurecr.io", ".cognitiveservices.azure.com")


async def token(platform: Platform, request: Request, tenant: str) -> Response:
    """Answers a client credentials grant with a token.

    Raises:
        SignInError: Entra's refusal, with its AADSTS code.
    """
    form = {name: values[0] for name, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()}
    grant = form.get("grant_type", "")
    if grant != "client_credentials":
        raise SignInError(
            400, "unsupported_grant_type", 70003, f"The app requested an unsupported grant type '{grant}'."
        )
    if tenant.lower() != TENANT_ID:
        raise SignInError(400, "invalid_request", 900023, f"The tenant identifier '{tenant}' is not a tenant's id.")
    audience = _audience(form)
    principal = _client(platform, request, form)
    signed = platform.tokens.issue(principal, audience)
    seconds = int(LIFETIME.total_seconds())
    answer: dict[str, object] = {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds}
    if "resource" in form:
        expires = int(platform.clock.now().timestamp()) + seconds
        answer |= {"expires_in": str(seconds), "expires_on": str(expires), "resource": form["resource"]}
    return JSONResponse(answer | {"access_token": signed})


def _audience(form: dict[str, str]) -> str:
    wanted = form.get("resource") or form.get("scope", "").split(" ")[0]
    if not wanted:
        raise SignInError(
            400, "invalid_request", 900144, "The request body must contain the following parameter: 'scope'."
        )
    if "resource" not in form and not wanted.endswith("/.default"):
        raise SignInError(
            400,
            "invalid_scope",
            1002012,
            f"The provided value for scope {wanted} is not valid. Client credential flows must have a scope value "
            "with /.default suffixed to the resource identifier (application ID URI).",
        )
    audience = wanted if "resource" in form else wanted.removesuffix("/.default")
    if audience.rstrip("/") in RESOURCES or _host(audience).endswith(INSTANCES):
        return audience.rstrip("/")
    raise SignInError(
        400,
        "invalid_resource",
        500011,
        f"The resource principal named {audience} was not found in the tenant.",
    )


def _host(audience: str) -> str:
    try:
        return urlsplit(audience).hostname or ""
    except ValueError:  # no URL at all
        return ""


def _client(platform: Platform, request: Request, form: dict[str, str]) -> Principal:
    client_id, secret = _basic(request.headers.get("authorization", ""))
    client_id, secret = form.get("client_id", client_id), form.get("client_secret", secret)
    principal = platform.tokens.client(client_id) if client_id else None
    if principal is None:
        raise SignInError(
            400,
            "unauthorized_client",
            700016,
            f"Application with identifier '{client_id}' was not found in the directory 'Local Azure'. This can happen "
            "if the application has not been installed by the administrator of the tenant.",
        )
    if form.get("client_assertion"):
        _check_assertion(platform, principal, form)
        return principal
    if not secret:
        raise SignInError(
            401,
            "invalid_client",
            7000216,
            "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
        )
    if not platform.tokens.knows_secret(principal, secret):
        raise SignInError(
            401,
            "invalid_client",
            7000215,
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
            f"not the client secret ID, for a secret added to app '{client_id}'.",
        )
    return principal


def _check_assertion(platform: Platform, principal: Principal, form: dict[str, str]) -> None:
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise SignInError(
            400,
            "invalid_request",
            70003,
            f"The parameter 'client_assertion_type' must be '{ASSERTION_TYPE}'.",
        )
    check_assertion(platform, principal, form["client_assertion"])


def _basic(header: str) -> tuple[str, str]:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote(client_id), unquote(secret)
