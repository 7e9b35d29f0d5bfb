"""What the identity of a hub or workspace needs to give its managed network private endpoints."""

from infra.existing import own_name
from infra.roles import Grant, Principal
from stacks.elsewhere import elsewhere
from stacks.foundation import Foundation, isolation_of
from stacks.settings import Settings

APPROVER = "Azure AI Enterprise Network Connection Approver"


def network_grants(settings: Settings, foundation: Foundation, identity: Principal) -> tuple[Grant, ...]:
    """Gives the right to approve the endpoints that Azure makes for the managed network to what is elsewhere.

    Azure doesn't give it by itself since 2025-04-30 (azure-docs how-to-managed-network, aka.ms/azureaipeapproval). In
    the stack's own group the identity has it by its role there, Azure AI Administrator.
    """
    if isolation_of(settings) == "Disabled":
        return ()
    kinds = ("storage_account", "key_vault", "container_registry", "ai_services")
    reason = "Azure asks this identity to approve the managed network's private endpoints to what the workspace uses"
    return tuple(
        Grant(f"identity-network-approver-{own_name(arm_id)}", APPROVER, arm_id, identity, reason)
        for arm_id in elsewhere(settings, kinds).values()
    )
