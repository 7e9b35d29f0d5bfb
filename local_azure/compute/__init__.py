"""Microsoft.Compute, as far as planning needs it: sizes of machines and cores. Machines themselves aren't here."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.compute.machines import machine_routes

    return machine_routes(platform)


SERVICE = Service(name="compute", management_routes=_routes, namespaces=("Microsoft.Compute",))
