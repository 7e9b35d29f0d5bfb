"""The journey phi3: hub and project for serverless fine-tuning of the Phi family, with AI Services, no AI Search."""

from typing import Any

from infra.hub import Hub, HubInputs
from infra.hub_connection import HubConnection, HubConnectionInputs
from infra.project import Project, ProjectInputs
from infra.role_assignments import RoleAssignments, Scopes, developer_grants, workspace_grants
from infra.roles import Principal
from infra.run_resources import RunResources
from stacks.account import Account, declare_account
from stacks.caller import Caller
from stacks.dependents import Dependents, declare_dependents, release_names
from stacks.foundation import Foundation, lay_foundation
from stacks.settings import METHODS, Settings

NAMESPACES = (
    "Microsoft.Network",
    "Microsoft.Storage",
    "Microsoft.KeyVault",
    "Microsoft.ManagedIdentity",
    "Microsoft.Insights",
    "Microsoft.OperationalInsights",
    "Microsoft.ContainerRegistry",
    "Microsoft.CognitiveServices",
    "Microsoft.MachineLearningServices",
)
"""What the resources belong to; Microsoft.Network because the guide that the journey follows asks for it."""


def phi3(settings: Settings, caller: Caller, stack: str) -> dict[str, Any]:
    """Declares the journey's infrastructure.

    Args:
        settings: The stack's settings.
        caller: Who runs Pulumi; does the steps of the journey too unless the settings name a developer.
        stack: The stack's name.

    Returns:
        The stack's outputs by name, for the job modules.
    """
    foundation = lay_foundation(settings, stack, NAMESPACES)
    release = release_names(settings, caller, foundation)
    dependents = declare_dependents(settings, caller, foundation, release)
    account = declare_account(settings, foundation, release, dependents.log_analytics.id)
    roles = _declare_roles(settings, caller, foundation, dependents, account)
    project = _declare_workspaces(foundation, dependents, account, roles)
    return {
        "journey": settings.journey,
        "method": METHODS[settings.journey][0],
        "environment": settings.environment,
        "model": settings.models.serverless,
        "subscription_id": caller.subscription_id,
        "tenant_id": caller.tenant_id,
        "location": settings.location,
        "resource_group_name": foundation.group.name,
        "hub_name": foundation.names.hub,
        "project_name": project.name,
        "workspace_name": project.name,
        "workspace_id": project.id,
        "storage_account_name": dependents.storage.name,
        "key_vault_name": dependents.vault.name,
        "application_insights_name": dependents.insights.name,
        "container_registry_name": dependents.registry.name,
        "ai_services_account_name": account.name,
        "identity_id": dependents.identity.id,
        "identity_client_id": dependents.identity.client_id,
        "tags": dict(foundation.placement.tags),
        "fine_tuning": settings.fine_tuning.model_dump(exclude_none=True),
        **({"catalogue_date": settings.catalogue_date.isoformat()} if settings.catalogue_date else {}),
    }


def _declare_roles(
    settings: Settings, caller: Caller, foundation: Foundation, dependents: Dependents, account: Account
) -> RoleAssignments:
    scopes = Scopes(
        resource_group=foundation.group.id,
        storage_account=dependents.storage.id,
        key_vault=dependents.vault.id,
        container_registry=dependents.registry.id,
        ai_services=account.id,
    )
    developer_id = settings.developer.object_id or caller.object_id
    developer = Principal(str(developer_id), settings.developer.type)
    identity = Principal(dependents.identity.principal_id, "ServicePrincipal")
    grants = (*developer_grants(developer, scopes), *workspace_grants(identity, scopes))
    return RoleAssignments("roles", grants, subscription_id=caller.subscription_id)


def _declare_workspaces(
    foundation: Foundation, dependents: Dependents, account: Account, roles: RoleAssignments
) -> Project:
    names, placement = foundation.names, foundation.placement
    inputs = HubInputs(
        name=names.hub,
        storage_account_id=dependents.storage.id,
        key_vault_id=dependents.vault.id,
        application_insights_id=dependents.insights.id,
        container_registry_id=dependents.registry.id,
        identity_id=dependents.identity.id,
    )
    # The service acts as the hub's identity while it makes the hub, so its roles come before.
    hub = Hub("hub", inputs, placement, after=roles.assignments)
    HubConnection(
        "ai-services-connection", HubConnectionInputs("ai-services", hub.name, account.id, account.endpoint), placement
    )
    project = Project("project", ProjectInputs(names.project, hub.id, dependents.identity.id), placement)
    RunResources("run-resources", workspace_id=project.id)
    return project
