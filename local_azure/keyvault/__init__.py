"""Key vaults as resources: soft delete, purge protection, recovery. Their data plane isn't here."""

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.keyvault.deleted_vaults import deleted_vault_routes

    return deleted_vault_routes(platform)


def _behaviours(_: Platform) -> Mapping[str, Behaviour]:
    from local_azure.keyvault.vaults import vault_behaviour

    return {"microsoft.keyvault/vaults": vault_behaviour()}


SERVICE = Service(name="keyvault", management_routes=_routes, behaviours=_behaviours)
