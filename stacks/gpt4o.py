"""The journey gpt4o: a Foundry account with project and base deployment for Azure OpenAI fine-tuning, and storage."""

from dataclasses import dataclass
from typing import Any

import pulumi

from catalogue.models import models
from infra.account_run_resources import AccountRunResources, AccountRunResourcesInputs
from infra.content_filter import AZURE_DEFAULT, ContentFilter, ContentFilterInputs
from infra.existing import Identified
from infra.foundry_grants import foundry_grants, run_documents_grant
from infra.foundry_project import FoundryProject, FoundryProjectInputs
from infra.model_deployment import ModelDeployment, ModelDeploymentInputs
from infra.name_release import NameRelease, NameReleaseInputs
from infra.role_assignments import RoleAssignments
from stacks.account import Account, declare_account
from stacks.alerts import Watched, declare_alerts
from stacks.caller import Caller
from stacks.deployer import declare_deployer
from stacks.existing_roles import grants_to_declare
from stacks.foundation import Foundation, lay_foundation
from stacks.logs import declare_logs
from stacks.people import asking_of, developer_of
from stacks.run_documents import CONTAINER, declare_run_documents
from stacks.settings import Settings
from stacks.storage import declare_storage, lock_all

NAMESPACES = (
    "Microsoft.CognitiveServices",
    "Microsoft.Insights",
    "Microsoft.ManagedIdentity",
    "Microsoft.Network",
    "Microsoft.OperationalInsights",
    "Microsoft.Storage",
)
"""What the resources belong to: networks where they are private, identities where a pipeline deploys."""

PROJECT_DESCRIPTION = "Fine-tuning of OpenAI models"


@dataclass(frozen=True)
class Gpt4o:
    """What the journey adds to a Foundry account and a storage account.

    Attributes:
        project: The Foundry project.
        deployment: The base model's deployment.
        roles: Who may do what.
        within_storage: What is in the storage account: it comes before a lock there.
        outputs: The journey's own outputs by name.
    """

    project: FoundryProject
    deployment: ModelDeployment
    roles: RoleAssignments
    within_storage: tuple[pulumi.Resource, ...]
    outputs: dict[str, Any]


def gpt4o(settings: Settings, caller: Caller, stack: str) -> dict[str, Any]:
    """Declares the journey's infrastructure.

    Args:
        settings: The stack's settings.
        caller: Who runs Pulumi; does the steps of the journey too unless the settings name a developer.
        stack: The stack's name.

    Returns:
        The stack's outputs by name, for the job modules.
    """
    foundation = lay_foundation(settings, stack, NAMESPACES)
    release = _release_name(settings, caller, foundation)
    logs_id = declare_logs(settings, foundation)
    account = declare_account(settings, foundation, release, logs_id, projects=True)
    storage = declare_storage(settings, foundation, settings.existing.storage_account, logs_id)
    part = declare_gpt4o(settings, caller, foundation, account, storage.account)
    declare_alerts(settings, foundation, Watched(account_id=account.id))
    lock_all(settings, storage.locked, [*storage.within, *part.within_storage, *part.roles.assignments])
    return {
        "journey": settings.journey,
        "environment": settings.environment,
        "subscription_id": caller.subscription_id,
        "tenant_id": caller.tenant_id,
        "location": settings.location,
        "resource_group_name": foundation.group.name,
        "storage_account_name": storage.account.name,
        "tags": dict(foundation.placement.tags),
        **({"runner_subnet_id": foundation.network.runner_subnet_id} if foundation.network else {}),
        **part.outputs,
        **declare_deployer(settings, foundation, [part.roles]),
    }


def declare_gpt4o(
    settings: Settings,
    caller: Caller,
    foundation: Foundation,
    account: Account,
    storage: Identified,
    *,
    alone: bool = True,
) -> Gpt4o:
    """Declares what the journey needs: content filter, base deployment, project, a container for runs, and roles.

    Azure takes one write at a time under an account, so each child comes after the one before, and goes before it.

    Args:
        settings: The stack's settings.
        caller: Who runs Pulumi.
        foundation: Where things go.
        account: What models are deployed and tuned on.
        storage: Where what is noted of runs is kept.
        alone: Whether no other journey of the stack gives the developer the role for data.
    """
    roles = _declare_roles(settings, caller, foundation, account, storage, alone=alone)
    resources = _declare_run_resources(settings, foundation, account, roles)
    deployment = _declare_deployment(settings, foundation, account, *resources)
    inputs = FoundryProjectInputs(
        name=foundation.names.foundry_project,
        account_name=account.name,
        account_subdomain=account.subdomain,
        resource_group_name=account.resource_group_name,
        location=account.location,
        description=PROJECT_DESCRIPTION,
        tags=foundation.placement.tags,
    )
    project = FoundryProject("foundry-project", inputs, after=[deployment.ready])
    within_storage = declare_run_documents(foundation, storage)
    return Gpt4o(project, deployment, roles, within_storage, _outputs(settings, account, project, deployment))


def _release_name(settings: Settings, caller: Caller, foundation: Foundation) -> NameRelease:
    own = settings.existing.ai_services is None
    inputs = NameReleaseInputs(
        subscription_id=caller.subscription_id,
        # Known in previews, unlike the group's output: a preview then refuses what up would.
        resource_group_name=foundation.group_name,
        location=settings.location,
        vault_name=None,
        account_name=foundation.names.ai_services if own else None,
        policy=settings.soft_deleted,
    )
    return NameRelease("names", inputs, pulumi.ResourceOptions(depends_on=[foundation.group]))


def _declare_run_resources(
    settings: Settings, foundation: Foundation, account: Account, roles: RoleAssignments
) -> tuple[pulumi.Input[str], pulumi.Resource]:
    wanted, ready = settings.openai.content_filter, [account.ready] if account.ready else []
    content_filter: pulumi.Input[str] = AZURE_DEFAULT
    if wanted is not None:
        inputs = ContentFilterInputs(
            name=foundation.names.content_filter,
            account_name=account.name,
            resource_group_name=account.resource_group_name,
            tags=foundation.placement.tags,
            **wanted.model_dump(),
        )
        made = ContentFilter("content-filter", inputs, after=ready)
        content_filter, ready = made.name, [made.ready]
    # After the filter and before the deployment: what jobs deployed behind the filter then goes before the filter does.
    # After the roles: a developer who destroys the stack can still see and remove what is in the account.
    noted = AccountRunResources(
        "account-run-resources",
        AccountRunResourcesInputs(
            account_id=account.id,
            endpoint=_openai_endpoint(account),
            stack=None if account.is_ours else foundation.placement.tags["stack"],
        ),
        pulumi.ResourceOptions(depends_on=[*ready, *roles.assignments]),
    )
    return content_filter, noted


def _declare_deployment(
    settings: Settings,
    foundation: Foundation,
    account: Account,
    content_filter: pulumi.Input[str],
    before: pulumi.Resource,
) -> ModelDeployment:
    wanted = settings.openai
    inputs = ModelDeploymentInputs(
        name=wanted.deployment or _model(settings),
        account_name=account.name,
        resource_group_name=account.resource_group_name,
        format=_format(settings),
        model=_model(settings),
        version=_version(settings),
        sku=wanted.sku,
        capacity=wanted.capacity,
        content_filter=content_filter,
        tags=foundation.placement.tags,
    )
    return ModelDeployment("base-deployment", inputs, after=[before])


def _declare_roles(
    settings: Settings, caller: Caller, foundation: Foundation, account: Account, storage: Identified, *, alone: bool
) -> RoleAssignments:
    developer = developer_of(settings, caller)
    grants = foundry_grants(account.id, developer=developer, caller=asking_of(settings))
    if alone:
        grants += (run_documents_grant(storage.id, developer=developer),)
    grants = grants_to_declare(settings, grants, [foundation.group, account, storage])
    return RoleAssignments("foundry-roles", grants, subscription_id=caller.subscription_id)


def _outputs(
    settings: Settings, account: Account, project: FoundryProject, deployment: ModelDeployment
) -> dict[str, Any]:
    return {
        "method": "openai",
        "model": _model(settings),
        "model_version": _version(settings),
        "account_name": account.name,
        "account_id": account.id,
        "account_resource_group_name": account.resource_group_name,
        "account_endpoint": account.endpoint,
        "openai_endpoint": _openai_endpoint(account),
        "project_name": project.name,
        "project_endpoint": project.endpoint,
        "deployment_name": deployment.name,
        "deployment_sku": settings.openai.sku,
        "deployment_capacity": settings.openai.capacity,
        "storage_container": CONTAINER,
        "fine_tuning": settings.fine_tuning.model_dump(exclude_none=True),
        **({"catalogue_date": settings.catalogue_date.isoformat()} if settings.catalogue_date else {}),
    }


def _openai_endpoint(account: Account) -> pulumi.Output[str]:
    return pulumi.Output.format("https://{0}.openai.azure.com/", account.subdomain)


def _model(settings: Settings) -> str:
    return str(settings.models.openai)  # settings of journeys that tune by the method openai have one


def _format(settings: Settings) -> str:
    serving = models().model(_model(settings)).serving
    return serving.format if serving else "OpenAI"


def _version(settings: Settings) -> str:
    return settings.openai.version or models().model(_model(settings)).version
