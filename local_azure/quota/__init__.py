"""Quotas of cores: Microsoft.Quota, what Azure ML tells of them, and the port that clusters draw on."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.quota.machine_learning import machine_learning_routes
    from local_azure.quota.quotas import quota_routes

    return [*quota_routes(platform), *machine_learning_routes(platform)]


async def _start(platform: Platform) -> None:
    from local_azure.quota.cores import PORT, Cores

    platform.provide(PORT, Cores(platform))


SERVICE = Service(name="quota", management_routes=_routes, start=_start)
