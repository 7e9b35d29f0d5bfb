"""API versions of requests: required, of the right form, and known for what the request is about."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from catalogue.api_versions import has_version_form, may_be_version, versions_of
from local_azure.errors import GATEWAY, AzureError
from local_azure.management.paths import parse
from local_azure.management.regions import REGIONS


def required_version(request: Request) -> str:
    """Returns the api-version of a request.

    Raises:
        AzureError: 400 when it is missing or has not the form of one.
    """
    sent = [value for name, value in request.query_params.multi_items() if name.lower() == "api-version"]
    if not sent or not sent[0]:
        raise AzureError(
            400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
            headers=GATEWAY,
        )
    if not has_version_form(sent[0]):
        raise AzureError(
            400,
            "InvalidApiVersionParameter",
            f"The api-version '{sent[0]}' is invalid. The supported versions are dates such as '2024-10-01' "
            "or '2024-10-01-preview'.",
            headers=GATEWAY,
        )
    return sent[0]


def check_version(resource_type: str, version: str, location_of: Callable[[], str] = str) -> None:
    """Returns when Azure may answer for a type at a version.

    Which refusal it is: azure-cli issue 28496 and pulumi-azure-nextgen issue 170 (400 NoRegisteredProviderFound of a
    resource that is there, and of a PUT), AI-PredictiveMaintenance issue 147 (InvalidResourceType).

    Args:
        resource_type: Such as ``Microsoft.Storage/storageAccounts``, in any case.
        version: The api-version of the request.
        location_of: Returns the region that the request is about, an empty text where it is about none.

    Raises:
        AzureError: 400 NoRegisteredProviderFound, InvalidResourceType or, for what Resource Manager answers itself,
            InvalidApiVersionParameter; with the versions there are.
    """
    if may_be_version(resource_type, version):
        return
    known, location = versions_of(resource_type), location_of()
    namespace, _, name = resource_type.partition("/")
    if namespace.lower() == "microsoft.resources":
        code = "InvalidApiVersionParameter"
        message = f"The api-version '{version}' is invalid. The supported versions are '{','.join(known)}'."
    elif location:
        code = "NoRegisteredProviderFound"
        message = (
            f"No registered resource provider found for location '{location}' and API version '{version}' for type "
            f"'{name}'. The supported api-versions are '{', '.join(known)}'. "
            f"The supported locations are '{', '.join(REGIONS)}'."
        )
    else:
        code = "InvalidResourceType"
        message = (
            f"The resource type '{name}' could not be found in the namespace '{namespace}' for api version "
            f"'{version}'. The supported api-versions are '{','.join(known)}'."
        )
    raise AzureError(400, code, message, headers=GATEWAY)


class VersionCheck:
    """An ASGI application in front of a route that is about no plain resource: lets known API versions through.

    Args:
        inner: The route's own.
    """

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or refuses its version."""
        request = Request(scope)
        path = parse(request.url.path)
        if path is not None:
            check_version(path.type, required_version(request))
        await self._inner(scope, receive, send)
