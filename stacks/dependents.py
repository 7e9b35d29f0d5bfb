"""What hubs, workspaces and accounts of every journey stand on: storage, vault, telemetry, registry and identity."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from catalogue.redundancy import has_zones
from infra import container_registry, key_vault
from infra.application_insights import ApplicationInsights, ApplicationInsightsInputs
from infra.container_registry import ContainerRegistry, ContainerRegistryInputs
from infra.existing import Existing, ExistingIdentity, Identified
from infra.identity import Identity, IdentityInputs
from infra.key_vault import KeyVault, KeyVaultInputs
from infra.lock import LockInputs
from infra.name_release import NameRelease, NameReleaseInputs
from stacks.caller import Caller
from stacks.encryption import encryption_key
from stacks.endpoints import endpoints_to
from stacks.foundation import Foundation
from stacks.hub_parts import resources_to_use
from stacks.logs import log_analytics, observe
from stacks.settings import METHODS, Settings
from stacks.settings.existing import Existing as Given
from stacks.storage import declare_storage, lock_all


@dataclass(frozen=True)
class Dependents:
    """The resources that a hub or a workspace is made of, made here or there already.

    Attributes:
        log_analytics: Where logs end up.
        storage: Where data, job files and models are kept.
        vault: Where secrets of connections are kept.
        insights: Where telemetry goes.
        registry: Where images are built to.
        identity: Who a hub or a workspace acts as.
        ready: What has to come before whoever uses them: they and the private endpoints to them.
        locked: Scopes that `protect` locks, with what would be lost, by name: those made here that hold data.
        within: What is at these scopes: it has to be deleted after the locks.
    """

    log_analytics: Identified
    storage: Identified
    vault: Identified
    insights: Identified
    registry: Identified
    identity: Identity | ExistingIdentity
    ready: tuple[pulumi.Resource, ...]
    locked: dict[str, LockInputs]
    within: tuple[pulumi.Resource, ...]

    @property
    def with_roles(self) -> tuple[Identified, ...]:
        """Those at which roles are given."""
        return (self.storage, self.vault, self.registry)


def release_names(settings: Settings, caller: Caller, foundation: Foundation) -> NameRelease:
    """Declares that the names of vault and account are freed of deleted resources before they are used, or kept."""
    given, methods = settings.existing, METHODS[settings.journey]
    own_vault = given.key_vault is None and given.hub is None
    own_account = given.ai_services is None and methods != ("command",)
    inputs = NameReleaseInputs(
        subscription_id=caller.subscription_id,
        # Known in previews, unlike the group's output: a preview then refuses what up would.
        resource_group_name=foundation.group_name,
        location=settings.location,
        vault_name=foundation.names.key_vault if own_vault else None,
        account_name=foundation.names.ai_services if own_account else None,
        workspace_names=[foundation.names.workspace] if "command" in methods else [],
        policy=settings.soft_deleted,
    )
    return NameRelease("names", inputs, pulumi.ResourceOptions(depends_on=[foundation.group]))


def declare_dependents(settings: Settings, caller: Caller, foundation: Foundation, release: NameRelease) -> Dependents:
    """Declares what every hub and workspace needs, as far as the settings don't name it.

    Raises:
        UnusableHubError: The hub that the settings name lacks something that its projects need.
    """
    given = resources_to_use(settings)
    logs = log_analytics(settings, foundation)
    kept = pulumi.ResourceOptions(protect=settings.protect)
    kept_in = declare_storage(settings, foundation, given.storage_account, logs.id)
    vault = _vault(settings, caller, foundation, release, given, kept)
    registry = _registry(settings, foundation, given)
    made = not isinstance(vault, Existing)
    locked = {"vault": LockInputs(vault.id, "Holds the secrets of connections")} if made else {}
    endpoints = (
        *_reached(settings, foundation, "vault", key_vault.ARM_TYPE, vault),
        *_reached(settings, foundation, "registry", container_registry.ARM_TYPE, registry),
    )
    observed = _observe_all(settings, logs.id, vault, registry)
    return Dependents(
        log_analytics=logs,
        storage=kept_in.account,
        vault=vault,
        insights=_insights(foundation, given, logs.id),
        registry=registry,
        identity=_identity(settings, foundation),
        ready=(*kept_in.ready, *endpoints),
        locked={**kept_in.locked, **locked},
        within=(*kept_in.within, *endpoints, *observed),
    )


def lock_dependents(settings: Settings, dependents: Dependents, after: Sequence[pulumi.Resource]) -> None:
    """Locks what holds data where the settings protect it.

    Args:
        settings: The stack's settings.
        dependents: What holds data.
        after: What else is at these scopes, such as role assignments: nothing can be deleted there under a lock, so
            that the lock has to be made after it and deleted before it.
    """
    lock_all(settings, dependents.locked, [*dependents.within, *after])


def _vault(
    settings: Settings,
    caller: Caller,
    foundation: Foundation,
    release: NameRelease,
    given: Given,
    kept: pulumi.ResourceOptions,
) -> KeyVault | Existing:
    if given.key_vault is not None:
        return Existing("vault", given.key_vault)
    inputs = KeyVaultInputs(
        name=foundation.names.key_vault,
        tenant_id=caller.tenant_id,
        purge_protection=settings.purge_protection,
        retention_days=settings.retention_days,
        create_mode=release.vault_create_mode,
        access=foundation.access,
    )
    return KeyVault("vault", inputs, foundation.placement, after=[release], opts=kept)


def _registry(settings: Settings, foundation: Foundation, given: Given) -> ContainerRegistry | Existing:
    if given.container_registry is not None:
        return Existing("registry", given.container_registry)
    inputs = ContainerRegistryInputs(
        name=foundation.names.container_registry,
        zones=has_zones(settings.location),
        access=foundation.access,
        key=encryption_key(settings),
    )
    return ContainerRegistry("registry", inputs, foundation.placement)


def _insights(
    foundation: Foundation, given: Given, log_analytics_id: pulumi.Input[str]
) -> ApplicationInsights | Existing:
    if given.application_insights is not None:
        return Existing("insights", given.application_insights)
    inputs = ApplicationInsightsInputs(
        foundation.names.application_insights, log_analytics_id, foundation.telemetry_access
    )
    return ApplicationInsights("insights", inputs, foundation.placement)


def _identity(settings: Settings, foundation: Foundation) -> Identity | ExistingIdentity:
    if settings.existing.identity is not None:
        return ExistingIdentity("identity", settings.existing.identity)
    return Identity("identity", IdentityInputs(foundation.names.identity), foundation.placement)


def _reached(
    settings: Settings,
    foundation: Foundation,
    name: str,
    arm_type: str,
    resource: KeyVault | ContainerRegistry | Existing,
) -> tuple[pulumi.Resource, ...]:
    if not isinstance(resource, Existing):
        return resource.ready
    return (resource, *endpoints_to(settings, foundation, name, arm_type, resource.known_id))


def _observe_all(
    settings: Settings,
    log_analytics_id: pulumi.Input[str],
    vault: KeyVault | Existing,
    registry: ContainerRegistry | Existing,
) -> tuple[pulumi.Resource, ...]:
    observed: list[tuple[str, str, pulumi.Input[str]]] = []
    if not isinstance(vault, Existing):
        observed.append(("vault", key_vault.ARM_TYPE, vault.id))
    if not isinstance(registry, Existing):
        observed.append(("registry", container_registry.ARM_TYPE, registry.id))
    return tuple(
        setting
        for name, arm_type, resource_id in observed
        for setting in observe(settings, name, arm_type, resource_id, log_analytics_id)
    )
