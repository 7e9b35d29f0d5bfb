"""Settings of who acts: the developer, callers of what is deployed, and the pipeline that deploys."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from stacks.settings.values import Setting

PrincipalType = Literal["User", "Group", "ServicePrincipal"]

IdentityProfile = Literal["least", "seed"]
"""``least``: each of deployer, developer, job, endpoint and caller has what its steps need and nothing more. ``seed``:
one identity with Contributor, Storage Blob Data Reader and AcrPull does all, as the guide to a custom Phi-3 has it;
needs key-based datastores."""


class Developer(Setting):
    """Who does the steps of the journey after the infrastructure is up."""

    object_id: UUID | None = Field(None, description="object id in Entra; the caller that runs Pulumi when absent")
    type: PrincipalType = Field("User", description="User, Group or ServicePrincipal")


class Caller(Setting):
    """Who may ask what is deployed, and nothing else."""

    object_id: UUID = Field(description="object id in Entra of who may call deployed models")
    type: PrincipalType = Field("Group", description="User, Group or ServicePrincipal")
    endpoint_role: UUID | None = Field(
        None,
        description="GUID of the custom role that asks endpoints of workspaces and nothing else (docs/identity.md); "
        "without it the caller asks deployments on AI Services accounts alone",
    )


class GitHub(Setting):
    """The repository whose workflows may deploy this stack, signed in by federated credential, without a secret."""

    repository: str = Field(
        pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100}$", description="OWNER/NAME on GitHub"
    )
    environment: str = Field(
        min_length=1, max_length=255, description="the GitHub environment whose jobs may sign in, such as dev or prod"
    )
