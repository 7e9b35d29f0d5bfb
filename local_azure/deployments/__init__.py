"""Deployments of ARM templates (Microsoft.Resources/deployments): the template's language, its plan and its run."""

from collections.abc import Sequence
from functools import partial

from starlette.routing import BaseRoute

from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.deployments.routes import deployment_routes

    return deployment_routes(platform)


async def _start(platform: Platform) -> None:
    from local_azure.deployments.runner import Runner
    from local_azure.deployments.target import PORT

    platform.provide(PORT, Runner(platform))


async def _ready(platform: Platform) -> None:
    from local_azure.deployments.runner import Runner
    from local_azure.deployments.target import PORT
    from local_azure.deployments.writing import DELETE_WORK, forget
    from local_azure.management.context import Management

    runner = platform.require(PORT, Runner)
    platform.require("management", Management).operations.can(DELETE_WORK, partial(forget, runner))
    runner.resume()


SERVICE = Service(name="deployments", management_routes=_routes, start=_start, ready=_ready)
