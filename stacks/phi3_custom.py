"""The journey phi3-custom: an Azure ML workspace with clusters for one's own script, and identities for each step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi

from infra.custom_grants import (
    endpoint_grants,
    endpoint_maker_grant,
    job_grants,
    script_developer_grants,
    seed_grants,
)
from infra.existing import ExistingIdentity
from infra.identity import Identity, IdentityInputs
from infra.managed_network import ManagedNetwork, Reached, host_rules
from infra.role_assignments import RoleAssignments, Scopes, workspace_grants
from infra.roles import Grant, Principal
from infra.run_resources import RunResources
from infra.workspace import ARM_TYPE, Workspace, WorkspaceInputs
from stacks.alerts import Watched, declare_alerts
from stacks.caller import Caller
from stacks.clusters import cpu_nodes, declare_clusters
from stacks.dependents import Dependents, declare_dependents, lock_dependents, release_names
from stacks.deployer import declare_deployer
from stacks.elsewhere import elsewhere
from stacks.encryption import encryption_key
from stacks.existing_roles import grants_to_declare
from stacks.foundation import Foundation, isolation_of, lay_foundation
from stacks.logs import observe
from stacks.network_roles import network_grants
from stacks.outputs import common_outputs
from stacks.people import developer_of, endpoint_caller_grants
from stacks.settings import Settings

NAMESPACES: Final = (
    "Microsoft.Storage",
    "Microsoft.KeyVault",
    "Microsoft.ManagedIdentity",
    "Microsoft.Insights",
    "Microsoft.OperationalInsights",
    "Microsoft.ContainerRegistry",
    "Microsoft.MachineLearningServices",
    "Microsoft.Quota",
)
"""What the resources belong to."""


@dataclass(frozen=True)
class Custom:
    """What the journey adds to a foundation and its dependents.

    Attributes:
        workspace: Where jobs and endpoints are.
        roles: Who may do what in it.
        outputs: The journey's own outputs by name.
    """

    workspace: Workspace
    roles: RoleAssignments
    outputs: dict[str, Any]


@dataclass(frozen=True)
class Identities:
    """Who jobs and endpoints act as; the workspace's own identity in the profile ``seed`` and where it was there."""

    job: Identity | ExistingIdentity
    endpoint: Identity | ExistingIdentity


def phi3_custom(settings: Settings, caller: Caller, stack: str) -> dict[str, Any]:
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
    roles = declare_identity_roles(settings, caller, foundation, dependents)
    part = declare_phi3_custom(settings, caller, foundation, dependents, roles)
    workspace_id = part.workspace.id
    declare_alerts(settings, foundation, Watched(workspaces=(("workspace", workspace_id),), endpoints_in=workspace_id))
    lock_dependents(settings, dependents, [*roles.assignments, *part.roles.assignments])
    return {
        **common_outputs(settings, caller, foundation, dependents),
        **part.outputs,
        **declare_deployer(settings, foundation, [roles, part.roles]),
    }


def declare_identity_roles(
    settings: Settings, caller: Caller, foundation: Foundation, dependents: Dependents
) -> RoleAssignments:
    """Declares what the workspace's own identity may do; it comes before the workspace, which is made as it."""
    identity = Principal(dependents.identity.principal_id, "ServicePrincipal")
    scopes = _scopes(foundation, dependents)
    least = settings.identity_profile == "least"
    grants = workspace_grants(identity, scopes, elsewhere(settings)) if least else seed_grants(identity, scopes)
    grants += network_grants(settings, foundation, identity)
    grants = grants_to_declare(settings, grants, [foundation.group, *dependents.with_roles])
    return RoleAssignments("identity-roles", grants, subscription_id=caller.subscription_id)


def declare_phi3_custom(
    settings: Settings,
    caller: Caller,
    foundation: Foundation,
    dependents: Dependents,
    before: RoleAssignments,
    *,
    alone: bool = True,
) -> Custom:
    """Declares what the journey needs besides its dependents: workspace, clusters, identities and their roles.

    Args:
        settings: The stack's settings.
        caller: Who runs Pulumi.
        foundation: Where things go.
        dependents: What the workspace stands on.
        before: What the workspace's own identity may do.
        alone: Whether no other journey of the stack gives developer and caller their roles for data and workspaces.
    """
    identities = _declare_identities(settings, foundation, dependents)
    workspace = _declare_workspace(settings, foundation, dependents, [*before.assignments, *dependents.ready])
    scopes = _scopes(foundation, dependents)
    developer = developer_of(settings, caller)
    # Identities that are made here can have no role anywhere yet, whatever settings say of existing resources.
    grants = [*_identity_grants(settings, identities, scopes), endpoint_maker_grant(developer, identities.endpoint.id)]
    if alone:
        of_people = (
            *script_developer_grants(developer, workspace.id, scopes),
            *endpoint_caller_grants(settings, scopes.resource_group),
        )
        grants += grants_to_declare(settings, of_people, [foundation.group, *dependents.with_roles])
    roles = RoleAssignments("custom-roles", grants, subscription_id=caller.subscription_id)
    clusters = declare_clusters(settings, foundation, workspace, identities.job.id)
    RunResources("workspace-run-resources", workspace_id=workspace.id)
    return Custom(workspace, roles, {**_outputs(settings, workspace, identities), **clusters})


def _scopes(foundation: Foundation, dependents: Dependents) -> Scopes:
    return Scopes(
        resource_group=foundation.group.id,
        storage_account=dependents.storage.id,
        key_vault=dependents.vault.id,
        container_registry=dependents.registry.id,
    )


def _declare_identities(settings: Settings, foundation: Foundation, dependents: Dependents) -> Identities:
    if _is_shared(settings):
        return Identities(dependents.identity, dependents.identity)
    names, placement = foundation.names, foundation.placement
    return Identities(
        job=Identity("job-identity", IdentityInputs(names.job_identity), placement),
        endpoint=Identity("endpoint-identity", IdentityInputs(names.endpoint_identity), placement),
    )


def _identity_grants(settings: Settings, identities: Identities, scopes: Scopes) -> tuple[Grant, ...]:
    if _is_shared(settings):
        return ()
    return (
        *job_grants(Principal(identities.job.principal_id, "ServicePrincipal"), scopes),
        *endpoint_grants(Principal(identities.endpoint.principal_id, "ServicePrincipal"), scopes),
    )


def _is_shared(settings: Settings) -> bool:
    # tunestack:existing.identity is for hub, workspace and jobs alike, with the roles of a workspace.
    return settings.identity_profile == "seed" or settings.existing.identity is not None


def _declare_workspace(
    settings: Settings, foundation: Foundation, dependents: Dependents, before: Sequence[pulumi.Resource]
) -> Workspace:
    private, builders = foundation.access.is_private, cpu_nodes(settings, foundation)
    # Azure links blob, file, vault and registry by itself; queues are what jobs that score many rows at once wait in.
    endpoints = {"storage-queue": Reached(dependents.storage.id, "queue")}
    inputs = WorkspaceInputs(
        name=foundation.names.workspace,
        storage_account_id=dependents.storage.id,
        key_vault_id=dependents.vault.id,
        application_insights_id=dependents.insights.id,
        container_registry_id=dependents.registry.id,
        identity_id=dependents.identity.id,
        datastore_auth="Identity" if settings.identity_profile == "least" else "AccessKey",
        image_build_compute=builders.name if private and builders else None,
        access=foundation.access,
        network=ManagedNetwork(isolation_of(settings), endpoints, host_rules(settings.network.approved_hosts)),
        key=encryption_key(settings),
    )
    # No lock: it would also keep jobs, models and endpoints in the workspace from being deleted.
    kept = pulumi.ResourceOptions(protect=settings.protect)
    workspace = Workspace("workspace", inputs, foundation.placement, after=before, opts=kept)
    observe(settings, "workspace", ARM_TYPE, workspace.id, dependents.log_analytics.id)
    return workspace


def _outputs(settings: Settings, workspace: Workspace, identities: Identities) -> dict[str, Any]:
    return {
        "method": "command",
        "model": settings.models.command,
        "workspace_name": workspace.name,
        "workspace_id": workspace.id,
        "job_identity_id": identities.job.id,
        "job_identity_client_id": identities.job.client_id,
        "endpoint_identity_id": identities.endpoint.id,
        "endpoint_identity_client_id": identities.endpoint.client_id,
        "serving_sku": settings.compute.serving_sku,
    }
