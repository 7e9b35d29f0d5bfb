"""Outputs that the stacks of all journeys with a hub or a workspace have in common."""

from typing import Any

from stacks.caller import Caller
from stacks.dependents import Dependents
from stacks.foundation import Foundation
from stacks.settings import Settings


def common_outputs(
    settings: Settings, caller: Caller, foundation: Foundation, dependents: Dependents
) -> dict[str, Any]:
    """Gives the outputs by name: the same whether resources were made or were there already."""
    network = foundation.network
    return {
        "journey": settings.journey,
        "environment": settings.environment,
        "subscription_id": caller.subscription_id,
        "tenant_id": caller.tenant_id,
        "location": settings.location,
        "resource_group_name": foundation.group.name,
        "storage_account_name": dependents.storage.name,
        "key_vault_name": dependents.vault.name,
        "application_insights_name": dependents.insights.name,
        "container_registry_name": dependents.registry.name,
        "identity_id": dependents.identity.id,
        "identity_client_id": dependents.identity.client_id,
        "tags": dict(foundation.placement.tags),
        "fine_tuning": settings.fine_tuning.model_dump(exclude_none=True),
        **({"catalogue_date": settings.catalogue_date.isoformat()} if settings.catalogue_date else {}),
        **({"runner_subnet_id": network.runner_subnet_id} if network else {}),
    }
