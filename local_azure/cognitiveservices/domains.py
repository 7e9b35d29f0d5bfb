"""Subdomains of AI Services accounts: unique in the world, also among the accounts that are soft-deleted."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.cognitiveservices.names import TYPE
from local_azure.errors import AzureError, conflict, invalid_request_content
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.management.request_body import body_of
from local_azure.platform import Platform


def domain_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the route of checkDomainAvailability."""

    async def check(request: Request) -> Response:
        action = "Microsoft.CognitiveServices/checkDomainAvailability/action"
        platform.authorizer.require(request.state.caller, action, SUBSCRIPTION_SCOPE)
        try:
            body = await body_of(request)
            name = str(body["subdomainName"])
        except (ValueError, KeyError, TypeError) as error:
            raise invalid_request_content("the body must be an object with subdomainName and type") from error
        free = subdomain_is_free(platform, name, "")
        answer: Json = {"subdomainName": name, "type": TYPE, "isSubdomainAvailable": free}
        return JSONResponse(answer if free else answer | {"reason": domain_taken(name).message})

    path = "/subscriptions/{subscription}/providers/Microsoft.CognitiveServices/checkDomainAvailability"
    return [Route(path, check, methods=["POST"])]


def subdomain(body: Json) -> str:
    """Returns the subdomain that an account's body asks for, or an empty text."""
    return str((body.get("properties") or {}).get("customSubDomainName") or "")


def subdomain_is_free(platform: Platform, name: str, account_id: str) -> bool:
    """Returns whether no other account, deleted ones among them, has a subdomain."""
    accounts = platform.resources.of_type(TYPE) + [each.resource for each in platform.deleted.list(TYPE)]
    others = [account for account in accounts if account.id.lower() != account_id.lower()]
    return all(subdomain(account.body).lower() != name.lower() for account in others)


def domain_taken(name: str) -> AzureError:
    """Returns the error for a subdomain that another account has."""
    return conflict(
        f"Please pick a different name. The subdomain name '{name}' is not available as it's already used by a "
        "resource. "
        "If the resource using the name was deleted in the last 48 hours, you may need to purge the deleted resource. "
        'Learn more at "https://go.microsoft.com/fwlink/?linkid=2215493"',
        code="CustomDomainInUse",
    )
