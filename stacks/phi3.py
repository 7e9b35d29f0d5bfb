"""The journey phi3: hub and project for serverless fine-tuning of the Phi family, with AI Services, no AI Search."""

from dataclasses import dataclass
from typing import Any

import pulumi

from infra.ai_services import AiServices, AiServicesInputs
from infra.application_insights import ApplicationInsights, ApplicationInsightsInputs
from infra.container_registry import ContainerRegistry, ContainerRegistryInputs
from infra.hub import Hub, HubInputs
from infra.hub_connection import HubConnection, HubConnectionInputs
from infra.identity import Identity, IdentityInputs
from infra.key_vault import KeyVault, KeyVaultInputs
from infra.log_analytics import LogAnalytics, LogAnalyticsInputs
from infra.name_release import NameRelease, NameReleaseInputs
from infra.project import Project, ProjectInputs
from infra.role_assignments import RoleAssignments, Scopes, developer_grants, workspace_grants
from infra.roles import Principal
from infra.run_resources import RunResources
from infra.storage import Storage, StorageInputs
from stacks.caller import Caller
from stacks.foundation import Foundation, lay_foundation
from stacks.settings import METHODS, Settings

LOG_RETENTION_DAYS = 30

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


@dataclass(frozen=True)
class _Dependents:
    storage: Storage
    vault: KeyVault
    insights: ApplicationInsights
    registry: ContainerRegistry
    ai_services: AiServices
    identity: Identity


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
    dependents = _declare_dependents(settings, caller, foundation)
    roles = _declare_roles(settings, caller, foundation, dependents)
    project = _declare_workspaces(foundation, dependents, roles)
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
        "ai_services_account_name": dependents.ai_services.name,
        "identity_id": dependents.identity.id,
        "identity_client_id": dependents.identity.client_id,
        "tags": dict(foundation.placement.tags),
        "fine_tuning": settings.fine_tuning.model_dump(exclude_none=True),
        **({"catalogue_date": settings.catalogue_date.isoformat()} if settings.catalogue_date else {}),
    }


def _declare_dependents(settings: Settings, caller: Caller, foundation: Foundation) -> _Dependents:
    names, placement = foundation.names, foundation.placement
    release = _declare_name_release(settings, caller, foundation)
    vault = KeyVaultInputs(
        name=names.key_vault,
        tenant_id=caller.tenant_id,
        purge_protection=settings.purge_protection,
        retention_days=settings.retention_days,
        create_mode=release.vault_create_mode,
    )
    logs = LogAnalyticsInputs(
        name=names.log_analytics_workspace,
        retention_days=LOG_RETENTION_DAYS,
        delete_permanently=settings.soft_deleted == "purge",
    )
    log_analytics = LogAnalytics("logs", logs, placement)
    return _Dependents(
        storage=Storage("storage", StorageInputs(names.storage_account, settings.retention_days), placement),
        vault=KeyVault("vault", vault, placement, after=[release]),
        insights=ApplicationInsights(
            "insights", ApplicationInsightsInputs(names.application_insights, log_analytics.id), placement
        ),
        registry=ContainerRegistry("registry", ContainerRegistryInputs(names.container_registry), placement),
        ai_services=AiServices(
            "ai-services", AiServicesInputs(names.ai_services, release.account_restore), placement, after=[release]
        ),
        identity=Identity("identity", IdentityInputs(names.identity), placement),
    )


def _declare_name_release(settings: Settings, caller: Caller, foundation: Foundation) -> NameRelease:
    inputs = NameReleaseInputs(
        subscription_id=caller.subscription_id,
        # Known in previews, unlike the group's output: a preview then refuses what up would.
        resource_group_name=foundation.names.resource_group,
        location=settings.location,
        vault_name=foundation.names.key_vault,
        account_name=foundation.names.ai_services,
        policy=settings.soft_deleted,
    )
    return NameRelease("names", inputs, pulumi.ResourceOptions(depends_on=[foundation.group]))


def _declare_roles(
    settings: Settings, caller: Caller, foundation: Foundation, dependents: _Dependents
) -> RoleAssignments:
    scopes = Scopes(
        resource_group=foundation.group.id,
        storage_account=dependents.storage.id,
        key_vault=dependents.vault.id,
        container_registry=dependents.registry.id,
        ai_services=dependents.ai_services.id,
    )
    developer_id = settings.developer.object_id or caller.object_id
    developer = Principal(str(developer_id), settings.developer.type)
    identity = Principal(dependents.identity.principal_id, "ServicePrincipal")
    grants = (*developer_grants(developer, scopes), *workspace_grants(identity, scopes))
    return RoleAssignments("roles", grants, subscription_id=caller.subscription_id)


def _declare_workspaces(foundation: Foundation, dependents: _Dependents, roles: RoleAssignments) -> Project:
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
    account = dependents.ai_services
    HubConnection(
        "ai-services-connection", HubConnectionInputs("ai-services", hub.name, account.id, account.endpoint), placement
    )
    project = Project("project", ProjectInputs(names.project, hub.id, dependents.identity.id), placement)
    RunResources("run-resources", workspace_id=project.id)
    return project
