"""The scope that a path of Microsoft.Authorization is about, and routes that exist at any scope."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

Endpoint = Callable[[Request], Awaitable[Response]]


def scope_of(request: Request) -> str:
    """Returns the scope before ``/providers/Microsoft.Authorization`` in a request's path; "" for the tenant."""
    scope = request.path_params.get("scope", "").strip("/")
    return f"/{scope}" if scope else ""


def at_any_scope(path: str, endpoint: Endpoint, methods: Sequence[str] = ("GET",)) -> list[BaseRoute]:
    """Returns the routes of a path below any scope, the tenant among them."""
    return [
        Route(f"/{{scope:path}}{path}", endpoint, methods=list(methods)),
        Route(path, endpoint, methods=list(methods)),
    ]
