"""One operation of Azure OpenAI's data plane: at ``/openai/v1`` without an api-version, at ``/openai`` with one."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from local_azure.cognitiveservices.data_plane import authorize
from local_azure.cognitiveservices.names import TYPE
from local_azure.errors import AzureError
from local_azure.json_bodies import read_json
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

# azure-ai-docs api-version-lifecycle, as of 2026-10: those whose files, jobs and chats have the shapes served here.
API_VERSIONS = (
    "2024-06-01",
    "2024-10-21",
    "2024-10-01-preview",
    "2024-12-01-preview",
    "2025-01-01-preview",
    "2025-03-01-preview",
    "2025-04-01-preview",
)
_LARGEST_BODY = 4 * 1024 * 1024


@dataclass(frozen=True)
class Call:
    """A request that was let in.

    Attributes:
        account: The account it is sent to.
        request: The request.
        is_v1: Whether it came by ``/openai/v1``.
    """

    account: Resource
    request: Request
    is_v1: bool

    @property
    def owner(self) -> str:
        """What the account's files, jobs and models are kept under: another account of the same name has another."""
        return str(self.account.properties["internalId"])

    def path(self, name: str) -> str:
        """Returns a part of the request's path."""
        return str(self.request.path_params[name])

    async def body(self) -> Json:
        """Returns the request's body, a JSON object.

        Raises:
            AzureError: 400 when it isn't one, 413 when it is too large.
        """
        content = bytearray()
        async for chunk in self.request.stream():
            content += chunk
            if len(content) > _LARGEST_BODY:
                raise AzureError(413, "RequestEntityTooLarge", f"The body has more than {_LARGEST_BODY} bytes.")
        return _object(bytes(content), self.request)


Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        method: Its HTTP method.
        path: Its path below ``/openai`` or ``/openai/v1``.
        action: The data action that it takes, below ``accounts/OpenAI/``.
        handler: Answers it.
        dated, v1: Whether it is there with an api-version, and below ``/openai/v1``.
    """

    method: str
    path: str
    action: str
    handler: Handler
    dated: bool = True
    v1: bool = True


def operation_routes(platform: Platform, operations: Sequence[Operation]) -> list[BaseRoute]:
    """Returns the routes of operations, each after the check of who asks."""
    routes: list[BaseRoute] = []
    for each in operations:
        if each.v1:
            routes.append(_route(platform, each, is_v1=True))
        if each.dated:
            routes.append(_route(platform, each, is_v1=False))
    return routes


def _route(platform: Platform, operation: Operation, *, is_v1: bool) -> Route:
    async def answer(request: Request) -> Response:
        account = authorize(platform, request, f"{TYPE}/OpenAI/{operation.action}")
        if not is_v1:
            _check_version(request)
        return await operation.handler(Call(account, request, is_v1))

    prefix = "/openai/v1" if is_v1 else "/openai"
    return Route(prefix + operation.path, answer, methods=[operation.method])


def _check_version(request: Request) -> None:
    version = request.query_params.get("api-version")
    if not version:
        raise AzureError(404, "404", "Resource not found")
    if version not in API_VERSIONS:
        known = ", ".join(API_VERSIONS)
        raise AzureError(400, "BadRequest", f"API version not supported: '{version}'. There are {known}.")


def _object(content: bytes, request: Request) -> Json:
    try:
        body = read_json(content or b"{}")
    except ValueError as error:
        raise invalid(f"We could not parse the JSON body of your request: {error}.", None) from error
    if not isinstance(body, dict):
        raise invalid(f"The body of {request.method} {request.url.path} must be a JSON object.", None)
    return body


def invalid(message: str, param: str | None, *, code: str | None = None) -> AzureError:
    """Returns the 400 of OpenAI's own checks: its ``type`` and the parameter it is about."""
    members = {"type": "invalid_request_error", "param": param, "code": code}
    return AzureError(400, code or "BadRequest", message, members=members)
