"""What the identities of a workspace for one's own script need: developer, job, endpoint and caller, each its own."""

from uuid import UUID

import pulumi

from infra.role_assignments import Scopes
from infra.roles import CustomRole, Grant, Principal


def script_developer_grants(developer: Principal, workspace: pulumi.Input[str], scopes: Scopes) -> tuple[Grant, ...]:
    """Gives what the one who does the steps needs: data, jobs, models, endpoints, and answers from them."""
    return (
        Grant(
            name="developer-azureml-data-scientist",
            role="AzureML Data Scientist",
            scope=workspace,
            principal=developer,
            # Azure ML documentation "how-to-assign-roles", 2026-10: all but compute and the workspace itself.
            reason="Submits jobs, registers data and models, deploys and calls endpoints in the workspace",
        ),
        Grant(
            name="developer-storage-blob-data-contributor",
            role="Storage Blob Data Contributor",
            scope=scopes.storage_account,
            principal=developer,
            reason="Uploads training data and code, and reads job files; the account takes no keys",
        ),
    )


def endpoint_maker_grant(developer: Principal, endpoint_identity: pulumi.Input[str]) -> Grant:
    """Gives what the developer needs to make endpoints that act under the endpoint's identity."""
    return Grant(
        name="developer-managed-identity-operator",
        role="Managed Identity Operator",
        scope=endpoint_identity,
        principal=developer,
        reason="Makes endpoints that pull image and model as the endpoint's identity",
    )


def job_grants(job: Principal, scopes: Scopes) -> tuple[Grant, ...]:
    """Gives what a job on a cluster needs.

    Source: Azure ML documentation "how-to-identity-based-service-authentication" (azure-docs 5a00661), identities of
    compute clusters. What a job logs goes by the token that Azure ML gives each run, under no role of ours.
    """
    return (
        Grant(
            name="job-storage-blob-data-contributor",
            role="Storage Blob Data Contributor",
            scope=scopes.storage_account,
            principal=job,
            reason="Jobs read training data and write checkpoints and tuned models",
        ),
        Grant(
            name="job-acr-pull",
            role="AcrPull",
            scope=scopes.container_registry,
            principal=job,
            reason="Jobs pull the image they run in; the registry has no admin account",
        ),
    )


def endpoint_grants(endpoint: Principal, scopes: Scopes) -> tuple[Grant, ...]:
    """Gives what a managed online endpoint needs.

    Source: Azure ML documentation "how-to-access-resources-from-endpoints-managed-identities", 2026-10.
    """
    return (
        Grant(
            name="endpoint-storage-blob-data-reader",
            role="Storage Blob Data Reader",
            scope=scopes.storage_account,
            principal=endpoint,
            reason="Deployments load the registered model",
        ),
        Grant(
            name="endpoint-acr-pull",
            role="AcrPull",
            scope=scopes.container_registry,
            principal=endpoint,
            reason="Deployments pull the image they serve from",
        ),
    )


def endpoint_caller_grant(caller: Principal, group: pulumi.Input[str], role: UUID) -> Grant:
    """Gives what a caller needs to ask endpoints and nothing else: the custom role of docs/identity.md, by its GUID."""
    return Grant(
        name="caller-endpoint-caller",
        role=CustomRole("Tunestack Endpoint Caller", role),
        scope=group,
        principal=caller,
        reason="Asks endpoints in the group's workspaces and projects by Entra token; no built-in role stops there",
    )


def seed_grants(identity: Principal, scopes: Scopes) -> tuple[Grant, ...]:
    """Gives what the guide to a custom Phi-3 gives its one identity, which workspace, jobs and endpoints act under."""
    return (
        Grant(
            name="identity-contributor",
            role="Contributor",
            scope=scopes.resource_group,
            principal=identity,
            reason="The guide's profile: one identity changes everything in the group",
        ),
        Grant(
            name="identity-storage-blob-data-reader",
            role="Storage Blob Data Reader",
            scope=scopes.storage_account,
            principal=identity,
            reason="The guide's profile: deployments load the registered model",
        ),
        Grant(
            name="identity-acr-pull",
            role="AcrPull",
            scope=scopes.container_registry,
            principal=identity,
            reason="The guide's profile: jobs and deployments pull their image",
        ),
    )
