"""Container registries: their resources, keys and network rules. No images are kept."""

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.containerregistry.registries import registry_behaviour

    return {"microsoft.containerregistry/registries": registry_behaviour(platform)}


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.containerregistry.data_plane import registry_routes

    return registry_routes(platform)


def _management_routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.containerregistry.usages import usage_routes

    return usage_routes(platform)


SERVICE = Service(
    name="containerregistry",
    hosts=("*.azurecr.io",),
    routes=_routes,
    management_routes=_management_routes,
    behaviours=_behaviours,
)
