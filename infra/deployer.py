"""Who deploys a stack from a pipeline: an identity of its own, signed in to without a secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from infra.federated_credential import FederatedCredential, FederatedCredentialInputs
from infra.identity import Identity, IdentityInputs
from infra.placement import Placement
from infra.role_assignments import RoleAssignments
from infra.roles import Grant, Principal

CREDENTIAL_NAME: Final = "github"

_RBAC: Final = "Microsoft.Authorization/roleAssignments"


@dataclass(frozen=True)
class DeployerInputs:
    """Who the pipeline is and what it deploys.

    Attributes:
        name: The identity's name.
        repository: OWNER/NAME on GitHub.
        environment: The GitHub environment whose jobs sign in.
        subscription_id: The subscription.
        group_id: ARM id of the stack's resource group.
        assigns: The stack's role assignments: these roles, to these types of principals, it may give and take.
        private: Whether the stack has networks and private endpoints.
        outlives_destroy: Whether destroy leaves it to the deletion of the group, as it does where the group is the
            stack's own: taken away before, it couldn't delete the group.
    """

    name: str
    repository: str
    environment: str
    subscription_id: str
    group_id: pulumi.Input[str]
    assigns: Sequence[Grant]
    private: bool
    outlives_destroy: bool


class Deployer(pulumi.ComponentResource):
    """The identity of the pipeline with what `pulumi up` and `pulumi destroy` need in the stack's group.

    What they need in the subscription, an owner gives once: docs/identity.md.

    Attributes:
        client_id: Its client id, which the pipeline signs in with.
    """

    client_id: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: DeployerInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        kept = pulumi.ResourceOptions(transformations=[_kept] if inputs.outlives_destroy else [])
        super().__init__("tunestack:infra:Deployer", name, None, pulumi.ResourceOptions.merge(opts, kept))
        own = pulumi.ResourceOptions(parent=self)
        identity = Identity(f"{name}-identity", IdentityInputs(inputs.name), placement, own)
        credential = FederatedCredentialInputs(CREDENTIAL_NAME, identity.name, inputs.repository, inputs.environment)
        FederatedCredential(f"{name}-credential", credential, placement, own)
        principal = Principal(identity.principal_id, "ServicePrincipal")
        grants = deployer_grants(principal, inputs.group_id, assigns=inputs.assigns, private=inputs.private)
        RoleAssignments(f"{name}-roles", grants, subscription_id=inputs.subscription_id, opts=own)
        self.client_id = identity.client_id
        self.register_outputs({"client_id": self.client_id})


def deployer_grants(
    deployer: Principal, group: pulumi.Input[str], *, assigns: Sequence[Grant], private: bool
) -> tuple[Grant, ...]:
    """Gives what `pulumi up` and `pulumi destroy` need in the group: no Owner, no Contributor, no access to data."""
    wanted = {
        "Azure AI Administrator": "Writes and deletes accounts, hubs, workspaces, clusters, storage, vault, registry",
        "Log Analytics Contributor": "Writes and deletes the Log Analytics workspace",
        "Managed Identity Contributor": "Writes and deletes the identities of workspaces, jobs and endpoints",
        "Managed Identity Operator": "Lets workspaces and clusters act under these identities",
        **({"Network Contributor": "Writes and deletes networks, private endpoints and DNS zones"} if private else {}),
    }
    usual = tuple(
        Grant(f"deployer-{role.lower().replace(' ', '-')}", role, group, deployer, reason)
        for role, reason in wanted.items()
    )
    constrained = Grant(
        name="deployer-rbac-administrator",
        role="Role Based Access Control Administrator",
        scope=group,
        principal=deployer,
        reason="Gives and takes the roles that the stack declares, and no others",
        condition=assignment_condition(assigns),
    )
    return (*usual, constrained)


def assignment_condition(assigns: Sequence[Grant]) -> str:
    """Gives the condition under which role assignments may be written and deleted: these roles, these principal types.

    In Azure's language of conditions, version 2.0 (azure-docs "delegate-role-assignments-examples", 2026-10).
    """
    roles = ", ".join(sorted({grant.role_guid for grant in assigns}))
    types = ", ".join(f"'{each}'" for each in sorted({grant.principal.type for grant in assigns}))

    def held(source: str) -> str:
        return (
            f"(@{source}[{_RBAC}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {{{roles}}} "
            f"AND @{source}[{_RBAC}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {{{types}}})"
        )

    return " AND ".join(
        f"((!(ActionMatches{{'{_RBAC}/{verb}'}})) OR {held(source)})"
        for verb, source in (("write", "Request"), ("delete", "Resource"))
    )


def _kept(resource: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
    options = pulumi.ResourceOptions.merge(resource.opts, pulumi.ResourceOptions(retain_on_delete=True))
    return pulumi.ResourceTransformationResult(resource.props, options)
