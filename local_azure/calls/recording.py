"""A local Azure's application with its calls recorded, after a list of all that it serves."""

from collections.abc import Mapping, Sequence

from starlette.datastructures import Headers
from starlette.routing import Router
from starlette.types import ASGIApp, Scope

from local_azure.calls.listing import write_operations
from local_azure.calls.operation import Operation
from local_azure.calls.recorder import CallRecorder
from local_azure.calls.served import ServedOperations, ServiceRoutes
from local_azure.hosts import HostTable
from local_azure.platform import Platform
from local_azure.service import Service


def recording(
    application: ASGIApp,
    hosts: HostTable,
    routers: Mapping[str, Router],
    services: Sequence[Service],
    platform: Platform,
) -> ASGIApp:
    """Lists what the services answer in ``operations.json`` and returns the application with its calls recorded.

    Args:
        application: Answers for all hosts.
        hosts: Whose a host is.
        routers: What each service answers, by its name.
        services: The services.
        platform: The local Azure.
    """
    served = ServedOperations({each.name: _routes(each, routers[each.name], platform) for each in services})
    write_operations(platform.directory, served.all())

    def asked(scope: Scope) -> Operation | None:
        service = hosts.service(Headers(scope=scope).get("host", ""))
        return served.of(service.name, scope) if service else None

    return CallRecorder(application, asked, platform.directory)


def _routes(service: Service, router: Router, platform: Platform) -> ServiceRoutes:
    named = service.named_operations(platform) if service.named_operations else None
    return ServiceRoutes(service.name, router.routes, named)
