"""All operations that are served, read off the services' routes, and which of them a request asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.routing import BaseRoute, Host, Match, Route
from starlette.types import Scope

from local_azure.calls.operation import NamedOperations, Operation, declared_name

EVERY_PATH = "/{path:path}"


@dataclass(frozen=True)
class ServiceRoutes:
    """What one service answers.

    Attributes:
        service: Its name.
        routes: Its routes in their order.
        named: What lies behind its route for every path; None where that route serves no operation.
    """

    service: str
    routes: Sequence[BaseRoute]
    named: NamedOperations | None = None


class ServedOperations:
    """The operations of a local Azure.

    Args:
        services: What each service answers, by its name.
    """

    def __init__(self, services: Mapping[str, ServiceRoutes]) -> None:
        self._services = services

    def all(self) -> list[Operation]:
        """Returns all operations, in order, without those that another route stands before."""
        return sorted({each for service in self._services.values() for each in _all(service)})

    def of(self, service: str, scope: Scope) -> Operation | None:
        """Returns the operation that a request to a service asks for, None where it asks for none."""
        return _asked(self._services[service], scope)


def _all(service: ServiceRoutes) -> Iterator[Operation]:
    for route in _flat(service.routes):
        if route.path != EVERY_PATH:
            for method in _methods(route):
                yield Operation(service.service, method, declared_name(route.path))
    for method, name in service.named.all if service.named else ():
        operation = Operation(service.service, method, name)
        if not name.startswith("/") or _asked(service, _example(method, name)) == operation:
            yield operation


def _asked(service: ServiceRoutes, scope: Scope) -> Operation | None:
    found = next((route for route in _flat(service.routes, scope) if _matches(route, scope)), None)
    if found is None:
        return None
    if found.path == EVERY_PATH:
        named = service.named.of(Request(scope)) if service.named else None
        return Operation(service.service, *named) if named else None
    method = scope["method"]
    return Operation(service.service, "GET" if method == "HEAD" else method, declared_name(found.path))


def _flat(routes: Sequence[BaseRoute], scope: Scope | None = None) -> Iterator[Route]:
    """Gives the routes that answer, also those behind a host or a check; given a request, of its host alone.

    One that is out of the schema only says that it isn't served.
    """
    for route in routes:
        if isinstance(route, Host):
            if scope is None or route.matches(scope)[0] != Match.NONE:
                yield from _flat(route.routes, scope)
        elif isinstance(route, Route):
            inner = getattr(route.app, "routes", None)
            if inner is None and route.include_in_schema:
                yield route
            elif inner is not None:
                yield from _flat(inner, scope)


def _matches(route: Route, scope: Scope) -> bool:
    return route.matches(scope)[0] == Match.FULL


def _methods(route: Route) -> set[str]:
    # Starlette adds HEAD wherever there is GET; it is no operation of its own then.
    methods = route.methods or set()
    return methods - {"HEAD"} if "GET" in methods else methods


def _example(method: str, name: str) -> Scope:
    path = name.replace("{}", "one")
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
        "path_params": {},
    }
