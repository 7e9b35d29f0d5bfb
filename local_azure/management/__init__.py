"""Azure Resource Manager: subscriptions, groups, providers, generic resources, long-running operations."""

from collections.abc import Sequence
from functools import partial

from starlette.routing import BaseRoute

from local_azure.calls.operation import NamedOperations
from local_azure.identity import MANAGEMENT_HOST
from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.management.context import Management
    from local_azure.management.routes import management_routes

    management = platform.require("management", Management)
    services = platform.require("services", tuple)
    return management_routes(management, services)


def _named_operations(platform: Platform) -> NamedOperations:
    from local_azure.management.context import Management
    from local_azure.management.operation_names import resource_operations

    return resource_operations(platform.require("management", Management).kinds)


async def _start(platform: Platform) -> None:
    from local_azure.management.context import Management
    from local_azure.management.delete import delete_in_background, purge
    from local_azure.management.kinds import Kinds
    from local_azure.management.operations import Operations
    from local_azure.management.parallel_writes import ParallelWrites
    from local_azure.management.write import provision

    operations = Operations(platform)
    services = platform.require("services", tuple)
    kinds = Kinds(platform, services)
    guards = [service.guard(platform) for service in services if service.guard]
    management = Management(platform, kinds, operations, ParallelWrites(platform.resources, kinds), guards)
    operations.can("provision", partial(provision, management))
    operations.can("delete", partial(delete_in_background, management))
    operations.can("delete-group", partial(delete_in_background, management))
    operations.can("purge", partial(purge, management))
    platform.provide("management", management)
    platform.provide("purger", operations)


async def _ready(platform: Platform) -> None:
    from local_azure.management.context import Management

    platform.require("management", Management).operations.resume()


SERVICE = Service(
    name="management",
    hosts=(MANAGEMENT_HOST,),
    routes=_routes,
    named_operations=_named_operations,
    start=_start,
    ready=_ready,
)
