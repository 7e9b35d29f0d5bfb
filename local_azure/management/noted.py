"""Routes whose writes, deletes and actions are kept in the activity log, whatever they are about."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local_azure.errors import AzureError
from local_azure.management.activity import note
from local_azure.management.paths import ResourcePath, parse
from local_azure.platform import Platform

_CHANGE_NOTHING = ("check", "calculate")
"""How actions begin that only ask, as ``checkNameAvailability`` does: they leave no event."""


class Noted:
    """An ASGI application in front of a route: notes who wrote, deleted or acted, and how it was answered.

    Args:
        inner: The route's own.
        platform: The local Azure.
    """

    def __init__(self, inner: ASGIApp, platform: Platform) -> None:
        self._inner = inner
        self._platform = platform

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        request = Request(scope)
        path = parse(request.url.path)
        if path is None or _leaves_no_event(request.method, path):
            await self._inner(scope, receive, send)
            return

        async def noting_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                note(self._platform, request, path, message["status"])
            await send(message)

        try:
            await self._inner(scope, receive, noting_send)
        except AzureError as error:
            note(self._platform, request, path, error.status)
            raise


def _leaves_no_event(method: str, path: ResourcePath) -> bool:
    if not path.is_collection:
        return False
    return method != "POST" or path.types[-1].lower().startswith(_CHANGE_NOTHING)
