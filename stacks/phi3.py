"""The journey phi3: hub and project for serverless fine-tuning of the Phi family, with AI Services, no AI Search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from infra.existing import Existing
from infra.hub import ARM_TYPE, Hub, HubInputs
from infra.hub_connection import HubConnection, HubConnectionInputs
from infra.lock import Lock, LockInputs
from infra.managed_network import ManagedNetwork, Reached
from infra.project import Project, ProjectInputs
from infra.role_assignments import RoleAssignments, Scopes, developer_grants, workspace_grants
from infra.roles import Principal
from infra.run_resources import RunResources
from stacks.account import Account, declare_account
from stacks.alerts import Watched, declare_alerts
from stacks.caller import Caller
from stacks.dependents import Dependents, declare_dependents, lock_dependents, release_names
from stacks.deployer import declare_deployer
from stacks.elsewhere import elsewhere
from stacks.endpoints import endpoints_to
from stacks.existing_roles import grants_to_declare
from stacks.foundation import Foundation, isolation_of, lay_foundation
from stacks.logs import observe
from stacks.network_roles import network_grants
from stacks.outputs import common_outputs
from stacks.people import endpoint_caller_grants
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


@dataclass(frozen=True)
class Phi3:
    """What the journey adds to a foundation, its dependents and an account.

    Attributes:
        project: Where jobs and endpoints are.
        roles: Who may do what.
        outputs: The journey's own outputs by name.
    """

    project: Project
    roles: RoleAssignments
    outputs: dict[str, Any]


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
    part = declare_phi3(settings, caller, foundation, dependents, account)
    declare_alerts(settings, foundation, Watched(workspaces=(("project", part.project.id),)))
    lock_dependents(settings, dependents, part.roles.assignments)
    pipeline = declare_deployer(settings, foundation, [part.roles])
    return {**common_outputs(settings, caller, foundation, dependents), **part.outputs, **pipeline}


def declare_phi3(
    settings: Settings, caller: Caller, foundation: Foundation, dependents: Dependents, account: Account
) -> Phi3:
    """Declares what the journey needs beyond what hubs stand on: roles, hub, connection and project."""
    roles = _declare_roles(settings, caller, foundation, dependents, account)
    # The service acts as the hub's identity while it makes the hub, so its roles come before.
    before = (*roles.assignments, *dependents.ready)
    hub = _declare_hub(settings, foundation, dependents, account, before)
    project = _declare_project(settings, foundation, dependents, account, hub)
    outputs = {
        "method": METHODS["phi3"][0],
        "model": settings.models.serverless,
        "hub_name": hub.name,
        "project_name": project.name,
        "workspace_name": project.name,
        "workspace_id": project.id,
        "ai_services_account_name": account.name,
    }
    return Phi3(project, roles, outputs)


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
    grants = (
        *developer_grants(developer, scopes),
        *workspace_grants(identity, scopes, elsewhere(settings)),
        *network_grants(settings, foundation, identity),
        *endpoint_caller_grants(settings, scopes.resource_group),
    )
    grants = grants_to_declare(settings, grants, [foundation.group, *dependents.with_roles, account])
    return RoleAssignments("roles", grants, subscription_id=caller.subscription_id)


def _declare_hub(
    settings: Settings,
    foundation: Foundation,
    dependents: Dependents,
    account: Account,
    before: Sequence[pulumi.Resource],
) -> Hub | Existing:
    names, placement, given = foundation.names, foundation.placement, settings.existing.hub
    if given is not None:
        existing = Existing("hub", given)
        endpoints_to(settings, foundation, "hub", ARM_TYPE, given)
        return existing
    inputs = HubInputs(
        name=names.hub,
        storage_account_id=dependents.storage.id,
        key_vault_id=dependents.vault.id,
        application_insights_id=dependents.insights.id,
        container_registry_id=dependents.registry.id,
        identity_id=dependents.identity.id,
        access=foundation.access,
        # Fine-tuning and serverless endpoints run on Azure's own compute, so no host of the internet is approved.
        network=ManagedNetwork(isolation_of(settings), {"ai-services": Reached(account.id, "account")}),
    )
    kept = pulumi.ResourceOptions(protect=settings.protect)
    hub = Hub("hub", inputs, placement, after=before, opts=kept)
    observed = observe(settings, "hub", ARM_TYPE, hub.id, dependents.log_analytics.id)
    if settings.protect:
        lost = LockInputs(hub.id, "Holds the connections and settings of all its projects")
        Lock("hub-lock", lost, pulumi.ResourceOptions(depends_on=[*hub.ready, *observed]))
    return hub


def _declare_project(
    settings: Settings, foundation: Foundation, dependents: Dependents, account: Account, hub: Hub | Existing
) -> Project:
    inputs = ProjectInputs(foundation.names.project, hub.id, dependents.identity.id, foundation.access)
    ready = hub.ready if isinstance(hub, Hub) else [hub]
    kept = pulumi.ResourceOptions(protect=settings.protect)
    project = Project("project", inputs, foundation.placement, after=ready, opts=kept)
    # A hub of somebody else's gets no connection: the project has its own.
    owner = hub if isinstance(hub, Hub) else project
    connection = HubConnectionInputs("ai-services", owner.name, account.id, account.endpoint, shared=owner is hub)
    HubConnection("ai-services-connection", connection, foundation.placement)
    observe(settings, "project", ARM_TYPE, project.id, dependents.log_analytics.id)
    RunResources("run-resources", workspace_id=project.id)
    return project
