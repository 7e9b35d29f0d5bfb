"""Who may do what in the journeys: each role with the reason why its step fails without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from infra.roles import Grant, Principal, assign


@dataclass(frozen=True)
class Scopes:
    """ARM ids at which roles are given; no account where nothing is connected to one."""

    resource_group: pulumi.Input[str]
    storage_account: pulumi.Input[str]
    key_vault: pulumi.Input[str]
    container_registry: pulumi.Input[str]
    ai_services: pulumi.Input[str] | None = None


class RoleAssignments(pulumi.ComponentResource):
    """The role assignments of a list of grants.

    Attributes:
        assignments: The assignments, to come before what needs them.
        grants: What they grant.
    """

    assignments: tuple[pulumi.Resource, ...]
    grants: tuple[Grant, ...]

    def __init__(
        self,
        name: str,
        grants: Sequence[Grant],
        *,
        subscription_id: str,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:RoleAssignments", name, None, opts)
        self.grants = tuple(grants)
        self.assignments = tuple(assign(grant, subscription_id=subscription_id, parent=self) for grant in grants)
        self.register_outputs({})


def developer_grants(developer: Principal, scopes: Scopes) -> tuple[Grant, ...]:
    """Gives what the one who does the steps needs: data, jobs, models and endpoints, and answers from them.

    Nothing on the vault: no step reads a secret. Nothing of Cognitive Services beyond Azure AI Developer, whose data
    actions hold chat and content safety.
    """
    return (
        Grant(
            name="developer-azure-ai-developer",
            role="Azure AI Developer",
            scope=scopes.resource_group,
            principal=developer,
            # The guide that the journey phi3 follows asks for it on the group, for the user account.
            reason="Submits fine-tuning jobs, registers models, deploys and calls endpoints in the group's projects",
        ),
        Grant(
            name="developer-storage-blob-data-contributor",
            role="Storage Blob Data Contributor",
            scope=scopes.storage_account,
            principal=developer,
            # Azure ML documentation "how-to-identity-based-service-authentication", 2026-10.
            reason="Uploads training data and reads job files; the account takes no keys",
        ),
    )


def workspace_grants(
    identity: Principal, scopes: Scopes, elsewhere: Mapping[str, pulumi.Input[str]] | None = None
) -> tuple[Grant, ...]:
    """Gives what the identity of a hub and its projects needs of the resources they stand on.

    Args:
        identity: Who a hub or workspace acts as.
        scopes: What it stands on.
        elsewhere: ARM ids of what it stands on outside of the group, by what it is.

    Source: Azure ML documentation "how-to-identity-based-service-authentication" (azure-docs 5a00661), which lists the
    roles of a workspace's user-assigned identity; for hubs, Azure AI Administrator takes the place of Contributor there
    ("rbac-ai-studio", 2026-10). It covers pulling images, so AcrPull adds nothing.
    """
    return (
        Grant(
            name="identity-azure-ai-administrator",
            role="Azure AI Administrator",
            scope=scopes.resource_group,
            principal=identity,
            reason="The hub reads and sets up the storage, vault, registry and telemetry that it stands on",
        ),
        Grant(
            name="identity-storage-blob-data-contributor",
            role="Storage Blob Data Contributor",
            scope=scopes.storage_account,
            principal=identity,
            reason="Jobs read training data and write checkpoints and tuned models; system datastores hold no keys",
        ),
        Grant(
            name="identity-key-vault-administrator",
            role="Key Vault Administrator",
            scope=scopes.key_vault,
            principal=identity,
            reason="The hub keeps the secrets of connections in the vault, whose access is by role alone",
        ),
        *(
            Grant(
                name=f"identity-azure-ai-administrator-{kind.replace('_', '-')}",
                role="Azure AI Administrator",
                scope=arm_id,
                principal=identity,
                reason="The hub or workspace reads and sets up what it stands on, in another group as well",
            )
            for kind, arm_id in (elsewhere or {}).items()
        ),
        *([_connection_grant(identity, scopes.ai_services)] if scopes.ai_services is not None else []),
    )


def _connection_grant(identity: Principal, ai_services: pulumi.Input[str]) -> Grant:
    return Grant(
        name="identity-cognitive-services-openai-user",
        role="Cognitive Services OpenAI User",
        scope=ai_services,
        principal=identity,
        reason="The hub's connection calls AI Services by Entra token as this identity; the account takes no keys",
    )
