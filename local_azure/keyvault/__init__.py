"""Key vaults: as resources with soft delete and purge protection, and their own hosts with secrets and keys."""

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _management_routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.keyvault.deleted_vaults import deleted_vault_routes

    return deleted_vault_routes(platform)


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.keyvault.key_routes import KeyRoutes
    from local_azure.keyvault.secret_routes import SecretRoutes

    return [*SecretRoutes(platform).routes(), *KeyRoutes(platform).routes()]


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.keyvault.vault_secrets import vault_secret_behaviour
    from local_azure.keyvault.vaults import vault_behaviour

    return {
        "microsoft.keyvault/vaults": vault_behaviour(platform),
        "microsoft.keyvault/vaults/secrets": vault_secret_behaviour(platform),
    }


SERVICE = Service(
    name="keyvault",
    hosts=("*.vault.azure.net",),
    routes=_routes,
    management_routes=_management_routes,
    behaviours=_behaviours,
)
