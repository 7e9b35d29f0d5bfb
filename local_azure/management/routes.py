"""The routes of management.azure.com: the open ones, then those behind the token check, generic resources last."""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import Message, Receive, Scope, Send

from local_azure.errors import AzureError, not_found
from local_azure.guard import Verb
from local_azure.management.actions import act
from local_azure.management.context import Asked, Management, asked
from local_azure.management.delete import delete
from local_azure.management.metadata import metadata_routes
from local_azure.management.name_availability import availability_routes
from local_azure.management.noted import Noted
from local_azure.management.operation_routes import operation_routes
from local_azure.management.paths import ResourcePath, parse
from local_azure.management.providers import provider_routes
from local_azure.management.rate_limits import RateLimits
from local_azure.management.read import get, head, list_type
from local_azure.management.recording import record
from local_azure.management.request_path import check_path, check_subscription
from local_azure.management.resource_lists import list_routes
from local_azure.management.subscriptions import subscription_routes
from local_azure.management.tags import tag_routes
from local_azure.management.versions import VersionCheck, check_version, required_version
from local_azure.management.write import patch, put
from local_azure.role_conditions.attributes import Attributes
from local_azure.service import Service
from local_azure.tokens import MANAGEMENT_AUDIENCES

_VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}
_CHECKED: Mapping[str, Verb] = {"PUT": "write", "PATCH": "write", "DELETE": "delete"}
_HANDLERS = {"GET": get, "HEAD": head, "PUT": put, "PATCH": patch, "DELETE": delete}


def management_routes(management: Management, services: Sequence[Service]) -> Sequence[BaseRoute]:
    """Returns all routes of management.azure.com, those of the services before the generic resources."""

    async def resources(request: Request) -> Response:
        return await _resources(management, await asked(request))

    special: list[BaseRoute] = [
        *operation_routes(management),
        *list_routes(management),
        *availability_routes(management),
        *tag_routes(management),
    ]
    for service in services:
        special += service.management_routes(management.platform) if service.management_routes else ()
    inner = [*subscription_routes(management), *map(_versioned, special), *provider_routes(management)]
    inner.append(Route("/{path:path}", resources, methods=[*_HANDLERS, "POST"]))
    inner = [_caseless(_noted(management, route)) for route in inner]
    checked = _Door(management, Router(inner, redirect_slashes=False))
    every = Route("/{path:path}", checked)
    every.path_regex = re.compile(every.path_regex.pattern, re.DOTALL)  # paths with line breaks too, to refuse them
    return [*metadata_routes(), every]


class _Door:
    """Lets requests through that have a valid token for ARM (``request.state.caller``), a sound path and a version."""

    def __init__(self, management: Management, inner: Router) -> None:
        self._tokens = management.platform.tokens
        self._inner = inner
        self.routes = inner.routes
        self._rates = RateLimits(management.platform.clock, management.platform.options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        caller = self._tokens.verify(request, audiences=MANAGEMENT_AUDIENCES)
        scope.setdefault("state", {})["caller"] = caller
        scope["path_params"] = {}
        left = self._rates.count(caller.object_id, scope["method"], scope["path"])

        async def counted_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(left)
            await send(message)

        try:
            check_path(scope["path"])
            required_version(request)
            check_subscription(scope["path"])
            await self._inner(scope, receive, counted_send)
        except AzureError as error:
            error.headers = {**left, **error.headers}
            raise


def _versioned(route: BaseRoute) -> BaseRoute:
    if isinstance(route, Route):
        route.app = VersionCheck(route.app)
    return route


def _noted(management: Management, route: BaseRoute) -> BaseRoute:
    if isinstance(route, Route):
        route.app = Noted(route.app, management.platform)
    return route


def _caseless(route: BaseRoute) -> BaseRoute:
    if isinstance(route, Route):
        route.path_regex = re.compile(route.path_regex.pattern, re.IGNORECASE)
    return route


async def _resources(management: Management, sent: Asked) -> Response:
    path = parse(sent.path)
    if path is None or (path.is_collection and sent.method not in ("GET", "POST")):
        raise not_found(f"No resource or action is at '{sent.path}' for {sent.method}.")
    if sent.method == "POST":
        return await _post(management, sent, path)
    action = f"{path.action_type}/{_VERBS[sent.method]}"
    attributes = _attributes(management, sent, path)
    management.platform.authorizer.require(sent.caller, action, path.id, attributes=attributes)
    kind = management.kinds.of(path.type, sent.api_version)
    check_version(kind.row.type, sent.api_version, partial(_location, management, sent, path))
    written = path.written_as(kind.row)
    if sent.method in _CHECKED:
        management.check(_CHECKED[sent.method], written.id)
    if path.is_collection:
        return await list_type(management, sent, written, kind)
    answer = await _HANDLERS[sent.method](management, sent, written, kind)
    record(management.platform, sent, written, kind)
    return answer


def _attributes(management: Management, sent: Asked, path: ResourcePath) -> Attributes | None:
    kind = management.kinds.find(path.type)
    if kind is None or kind.behaviour.attributes is None or path.is_collection:
        return None
    try:
        body = sent.body()
    except AzureError:
        body = {}  # told once it is known that the caller may write at all
    return kind.behaviour.attributes(body, management.platform.resources.get(path.id))


def _location(management: Management, sent: Asked, path: ResourcePath) -> str:
    found = None if path.is_collection else management.platform.resources.get(path.id)
    if found is not None:
        return found.location
    return str(sent.body().get("location") or "") if sent.method == "PUT" else ""


async def _post(management: Management, sent: Asked, path: ResourcePath) -> Response:
    if not path.is_collection or len(path.types) < 2:
        raise AzureError(405, "MethodNotAllowed", f"POST needs an action after the resource: '{sent.path}' has none.")
    target = ResourcePath(path.scope, path.namespace, path.types[:-1], path.names)
    action = path.types[-1]
    management.platform.authorizer.require(sent.caller, f"{target.action_type}/{action}/action", target.id)
    kind = management.kinds.of(target.type, sent.api_version)
    check_version(kind.row.type, sent.api_version, partial(_location, management, sent, target))
    management.check("write", target.written_as(kind.row).id)
    return await act(management, sent, target.written_as(kind.row), kind, action)
