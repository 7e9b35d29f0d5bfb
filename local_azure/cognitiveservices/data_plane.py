"""An account's own hosts: who is let in by which way and which right."""

import hmac

from starlette.requests import Request

from local_azure.cognitiveservices.domains import subdomain
from local_azure.cognitiveservices.keys import account_keys
from local_azure.cognitiveservices.names import TYPE
from local_azure.errors import AzureError, not_found
from local_azure.network.access import closed_to
from local_azure.platform import Platform
from local_azure.resources import Resource

REGIONAL = ".api.cognitive.microsoft.com"
"""What the host names of the regions end in; accounts without a subdomain have no other."""

_AUDIENCES = ("https://cognitiveservices.azure.com", "https://ai.azure.com")


def account_of(platform: Platform, request: Request) -> Resource:
    """Returns the account whose host a request names, when it lets the request in by the way it comes.

    A region's host is that of all its accounts, told apart by their keys.

    Raises:
        AzureError: 403 when it doesn't, 404 where there is no such account; at a region's host 401 for a key that no
            account has, and 400 for a token.
    """
    host = (request.url.hostname or "").lower()
    name = host.partition(".")[0]
    account = _by_key(platform, request, name) if host.endswith(REGIONAL) else _by_subdomain(platform, name)
    closed = closed_to(platform, request, account)
    if closed is not None:
        # TabularEditor3 issue 1557; azure-sql-db-chatbot issue 3.
        disabled = "Public access is disabled. Please configure private endpoint."
        rules = "Access denied due to Virtual Network/Firewall rules."
        raise AzureError(403, "403", disabled if closed.why == "disabled" else rules)
    return account


def authorize(platform: Platform, request: Request, action: str) -> Resource:
    """Returns the account of a request whose caller may do a data action there, by key or by Entra token.

    Raises:
        AzureError: 401 or 403 in the words of Azure OpenAI.
    """
    account = account_of(platform, request)
    key = _key(request)
    if key is not None:
        _check_key(platform, account, key)
        return account
    caller = platform.tokens.verify(request, audiences=_AUDIENCES)
    if not platform.authorizer.allows(caller, action, account.id, data=True):
        raise AzureError(
            401,
            "PermissionDenied",
            f"The principal `{caller.object_id}` lacks the required data action `{action}` to perform "
            f"`{request.method} {request.url.path}` operation.",
        )
    return account


def _by_subdomain(platform: Platform, name: str) -> Resource:
    for account in platform.resources.of_type(TYPE):
        if subdomain(account.body).lower() == name:
            return account
    raise not_found(f"There is no AI Services account with the subdomain '{name}'.")


def _by_key(platform: Platform, request: Request, region: str) -> Resource:
    key = _key(request)
    if key is None and "authorization" in request.headers:
        # Seen in issues and troubleshooting guides of several public repositories, 2025 to 2026.
        message = "Please provide a custom subdomain for token authentication, otherwise API key is required."
        raise AzureError(400, "BadRequest", message)
    accounts = [each for each in platform.resources.of_type(TYPE) if each.location == region]
    found = next((each for each in accounts if key is not None and _has_key(platform, each, key)), None)
    if found is None:
        raise _invalid_key()
    return found


def _key(request: Request) -> str | None:
    # OpenAI's own client sends an account's key as a bearer token, and Azure takes it; an Entra token has dots.
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    bearer = shown if scheme.lower() == "bearer" and shown and "." not in shown else None
    return request.headers.get("api-key") or bearer


def _check_key(platform: Platform, account: Resource, key: str) -> None:
    if account.properties.get("disableLocalAuth"):
        raise AzureError(403, "AuthenticationTypeDisabled", "Key based authentication is disabled for this resource.")
    if not _has_key(platform, account, key):
        raise _invalid_key()


def _has_key(platform: Platform, account: Resource, key: str) -> bool:
    known = account_keys(platform, account).values()
    return any(hmac.compare_digest(key.encode(), str(each).encode()) for each in known)


def _invalid_key() -> AzureError:
    return AzureError(
        401,
        "401",
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an "
        "active subscription and use a correct regional API endpoint for your resource.",
    )
