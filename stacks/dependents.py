"""What hubs, workspaces and accounts of every journey stand on: storage, vault, telemetry, registry and identity."""

from dataclasses import dataclass

import pulumi

from infra.application_insights import ApplicationInsights, ApplicationInsightsInputs
from infra.container_registry import ContainerRegistry, ContainerRegistryInputs
from infra.identity import Identity, IdentityInputs
from infra.key_vault import KeyVault, KeyVaultInputs
from infra.log_analytics import LogAnalytics, LogAnalyticsInputs
from infra.name_release import NameRelease, NameReleaseInputs
from infra.storage import Storage, StorageInputs
from stacks.caller import Caller
from stacks.foundation import Foundation
from stacks.settings import Settings

LOG_RETENTION_DAYS = 30


@dataclass(frozen=True)
class Dependents:
    """The resources that a hub or a workspace is made of."""

    log_analytics: LogAnalytics
    storage: Storage
    vault: KeyVault
    insights: ApplicationInsights
    registry: ContainerRegistry
    identity: Identity


def release_names(settings: Settings, caller: Caller, foundation: Foundation) -> NameRelease:
    """Declares that the names of vault and account are freed of deleted resources before they are used, or kept."""
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


def declare_dependents(settings: Settings, caller: Caller, foundation: Foundation, release: NameRelease) -> Dependents:
    """Declares what every hub and workspace needs."""
    names, placement = foundation.names, foundation.placement
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
    return Dependents(
        log_analytics=log_analytics,
        storage=Storage("storage", StorageInputs(names.storage_account, settings.retention_days), placement),
        vault=KeyVault("vault", vault, placement, after=[release]),
        insights=ApplicationInsights(
            "insights", ApplicationInsightsInputs(names.application_insights, log_analytics.id), placement
        ),
        registry=ContainerRegistry("registry", ContainerRegistryInputs(names.container_registry), placement),
        identity=Identity("identity", IdentityInputs(names.identity), placement),
    )
