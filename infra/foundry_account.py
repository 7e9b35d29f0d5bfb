"""The Foundry account: Azure OpenAI and AI Services behind one address, with projects where they are wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pulumi

from infra.access import PUBLIC, Access
from infra.encryption import EncryptionKey
from infra.options import child
from infra.placement import Placement
from infra.private_endpoint import PrivateEndpoint, PrivateEndpointInputs

if TYPE_CHECKING:
    from pulumi_azure_native import cognitiveservices

ARM_TYPE: Final = "Microsoft.CognitiveServices/accounts"


@dataclass(frozen=True)
class FoundryAccountInputs:
    """What the account is called and how it is reached.

    Attributes:
        name: 2 to 64 letters, digits and hyphens; also its subdomain, unique in the world.
        projects: Whether Foundry projects can stand on it.
        restore: True to bring a deleted account of that name back, else None.
        key: A key of one's own; Microsoft's when None.
        access: From where it is reached.
    """

    name: str
    projects: bool = False
    restore: pulumi.Input[bool] | None = None
    key: EncryptionKey | None = None
    access: Access = PUBLIC


class FoundryAccount(pulumi.ComponentResource):
    """A Cognitive Services account of kind AIServices that takes Entra tokens alone.

    Attributes:
        id: The account's ARM id.
        name: The account's name.
        resource_group_name: The group it is in.
        endpoint: Its address.
        subdomain: The first part of its addresses.
        location: Its region.
        ready: The last of it to be made. Azure refuses to write two children of an account at once with 409
            RequestConflict, which the provider doesn't repeat: the next child comes after this.
        is_ours: Whether this stack made the account, and its destroy deletes it with all that is in it.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    resource_group_name: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    subdomain: pulumi.Output[str]
    location: pulumi.Output[str]
    ready: pulumi.Resource | None
    is_ours: bool = True

    def __init__(
        self,
        name: str,
        inputs: FoundryAccountInputs,
        placement: Placement,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:FoundryAccount", name, None, opts)
        from pulumi_azure_native import cognitiveservices

        account = cognitiveservices.Account(
            name,
            account_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            kind="AIServices",
            sku=cognitiveservices.SkuArgs(name="S0"),
            identity=_identity(inputs.key),
            properties=_properties(inputs),
            # Azure sets a subdomain once; terraform-provider-azurerm @ 69697b7 makes another account for another one.
            opts=child(self, after=after, replacing=["location", "properties.customSubDomainName"]),
        )
        self.id = account.id
        self.name = account.name
        self.resource_group_name = pulumi.Output.from_input(placement.resource_group_name)
        self.endpoint = account.properties.endpoint
        self.subdomain = pulumi.Output.from_input(inputs.name)
        self.location = pulumi.Output.from_input(placement.location)
        self.ready = account
        if inputs.access.is_private:
            link = PrivateEndpointInputs(f"pe-{inputs.name}", account.id, "account", inputs.access)
            endpoint = PrivateEndpoint(f"{name}-endpoint", link, placement, opts=child(self))
            self.ready = endpoint.ready
        self.register_outputs({"id": self.id, "name": self.name, "endpoint": self.endpoint})


def _properties(inputs: FoundryAccountInputs) -> "cognitiveservices.AccountPropertiesArgs":
    from pulumi_azure_native import cognitiveservices

    private = inputs.access.is_private
    network = cognitiveservices.PublicNetworkAccess
    action = cognitiveservices.NetworkRuleAction
    return cognitiveservices.AccountPropertiesArgs(
        custom_sub_domain_name=inputs.name,  # Entra tokens are accepted at a subdomain only
        allow_project_management=inputs.projects,
        disable_local_auth=True,
        public_network_access=network.DISABLED if private else network.ENABLED,
        network_acls=cognitiveservices.NetworkRuleSetArgs(
            default_action=action.DENY if private else action.ALLOW,
            bypass=cognitiveservices.ByPassSelection.AZURE_SERVICES,
        ),
        encryption=_encryption(inputs.key) if inputs.key else None,
        restore=inputs.restore,
    )


def _identity(key: EncryptionKey | None) -> "cognitiveservices.IdentityArgs":
    from pulumi_azure_native import cognitiveservices

    types = cognitiveservices.ResourceIdentityType
    if key is None:
        return cognitiveservices.IdentityArgs(type=types.SYSTEM_ASSIGNED)
    return cognitiveservices.IdentityArgs(
        type=types.SYSTEM_ASSIGNED_USER_ASSIGNED, user_assigned_identities=[key.identity_id]
    )


def _encryption(key: EncryptionKey) -> "cognitiveservices.EncryptionArgs":
    from pulumi_azure_native import cognitiveservices

    return cognitiveservices.EncryptionArgs(
        key_source=cognitiveservices.KeySource.MICROSOFT_KEY_VAULT,
        key_vault_properties=cognitiveservices.KeyVaultPropertiesArgs(
            key_vault_uri=key.vault_uri,
            key_name=key.name,
            key_version=key.version,
            identity_client_id=key.identity_client_id,
        ),
    )
