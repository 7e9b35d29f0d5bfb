"""What a folder of the local Azure offers the rest: its hosts, its routes, its resource types and its life."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import BaseRoute

import local_azure
from local_azure.behaviour import Behaviour
from local_azure.calls.operation import NamedOperations
from local_azure.guard import Guard
from local_azure.platform import Platform


@dataclass(frozen=True)
class Service:
    """One service. A folder of this package whose ``__init__.py`` has a ``SERVICE`` of this type is all it takes.

    Attributes:
        name: What logs and status call it.
        hosts: Patterns (fnmatch) of the public host names whose requests go to ``routes``. The proxy lets through
            exactly the union of all services' hosts. Of several patterns that match a host, the longest one wins.
        routes: The routes of those hosts (data plane). They check the caller's token (``platform.tokens.verify``).
        management_routes: Routes on management.azure.com that are no plain resource, such as checkNameAvailability.
            They match without regard to case and go before the generic resources; the token is checked by then and
            ``request.state.caller`` is the Caller. The route asks ``platform.authorizer`` itself.
        named_operations: What lies behind its route for every path, where it has one that serves operations.
        body_limit: How large a request's body may be, in bytes; None for no limit.
        behaviours: ARM type in lower case -> what it does beyond being stored.
        guard: What may refuse requests of any type after the roles allow them.
        namespaces: Resource provider namespaces that can be registered, besides those of the type table.
        start: Called when the state is open and before the first request: starts processes, provides ports.
        ready: Called when all services have started: resumes what was going on, using the others' ports.
        stop: Called when the server stops.
    """

    name: str
    hosts: tuple[str, ...] = ()
    routes: Callable[[Platform], Sequence[BaseRoute]] | None = None
    management_routes: Callable[[Platform], Sequence[BaseRoute]] | None = None
    named_operations: Callable[[Platform], NamedOperations] | None = None
    body_limit: int | None = 4 * 1024 * 1024
    behaviours: Callable[[Platform], Mapping[str, Behaviour]] | None = None
    guard: Callable[[Platform], Guard] | None = None
    namespaces: tuple[str, ...] = ()
    start: Callable[[Platform], Awaitable[None]] | None = None
    ready: Callable[[Platform], Awaitable[None]] | None = None
    stop: Callable[[Platform], Awaitable[None]] | None = None


def discover() -> list[Service]:
    """Returns the services of all folders of this package that have one, in the order of the folders' names."""
    folders = [module.name for module in pkgutil.iter_modules(local_azure.__path__) if module.ispkg]
    modules = [importlib.import_module(f"local_azure.{folder}") for folder in sorted(folders)]
    found = [getattr(module, "SERVICE", None) for module in modules]
    return [service for service in found if isinstance(service, Service)]
