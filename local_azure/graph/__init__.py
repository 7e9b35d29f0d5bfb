"""Microsoft Graph at graph.microsoft.com: the directory's groups and who is in them."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.graph.groups import group_routes

    return group_routes(platform)


SERVICE = Service(name="graph", hosts=("graph.microsoft.com",), routes=_routes, body_limit=64 * 1024)
