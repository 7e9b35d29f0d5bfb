"""Lets the jobs of a GitHub repository sign in as an identity, by a token of GitHub's instead of a secret."""

from dataclasses import dataclass
from typing import Final

import pulumi

from infra.options import child
from infra.placement import Placement

ISSUER: Final = "https://token.actions.githubusercontent.com"
AUDIENCE: Final = "api://AzureADTokenExchange"
"""Both: Microsoft identity documentation "workload-identity-federation-create-trust", 2026-10."""


@dataclass(frozen=True)
class FederatedCredentialInputs:
    """Whose jobs, and as which identity.

    Attributes:
        name: 3 to 120 letters, digits, hyphens and underscores, unique in the identity.
        identity_name: The user-assigned identity.
        repository: OWNER/NAME on GitHub.
        environment: The GitHub environment that a job must be in: who may approve it guards the identity.
    """

    name: str
    identity_name: pulumi.Input[str]
    repository: str
    environment: str


class FederatedCredential(pulumi.ComponentResource):
    """A federated credential for one environment of one repository; pull requests and forks don't match it."""

    def __init__(
        self,
        name: str,
        inputs: FederatedCredentialInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:FederatedCredential", name, None, opts)
        from pulumi_azure_native import managedidentity

        managedidentity.FederatedIdentityCredential(
            name,
            federated_identity_credential_resource_name=inputs.name,
            resource_name_=inputs.identity_name,
            resource_group_name=placement.resource_group_name,
            issuer=ISSUER,
            subject=f"repo:{inputs.repository}:environment:{inputs.environment}",
            audiences=[AUDIENCE],
            opts=child(self),
        )
        self.register_outputs({})
