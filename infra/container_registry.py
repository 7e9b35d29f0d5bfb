"""The container registry for images that jobs and endpoints run in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pulumi

from infra.access import PUBLIC, Access
from infra.encryption import EncryptionKey
from infra.options import child
from infra.placement import Placement
from infra.private_endpoint import private_endpoints

if TYPE_CHECKING:
    from pulumi_azure_native import containerregistry

ARM_TYPE: Final = "Microsoft.ContainerRegistry/registries"


@dataclass(frozen=True)
class ContainerRegistryInputs:
    """What the registry is called, and how it is reached and encrypted.

    Attributes:
        name: 5 to 50 letters and digits, unique in the world.
        zones: Whether the region has availability zones to keep images in.
        access: From where it is reached.
        key: A key of one's own; Microsoft's when None.
    """

    name: str
    zones: bool = False
    access: Access = PUBLIC
    key: EncryptionKey | None = None

    @property
    def is_premium(self) -> bool:
        """Premium alone has private endpoints, zones and keys of one's own; Basic can't refuse anonymous pulls."""
        return self.access.is_private or self.key is not None


class ContainerRegistry(pulumi.ComponentResource):
    """A container registry without admin account and without anonymous pulls.

    Attributes:
        id: The registry's ARM id.
        name: The registry's name.
        ready: What has to come before whoever pulls and pushes images.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    ready: tuple[pulumi.Resource, ...]

    def __init__(
        self,
        name: str,
        inputs: ContainerRegistryInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:ContainerRegistry", name, None, opts)
        from pulumi_azure_native import containerregistry

        sku = containerregistry.SkuName
        registry = containerregistry.Registry(
            name,
            registry_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            sku=containerregistry.SkuArgs(name=sku.PREMIUM if inputs.is_premium else sku.STANDARD),
            identity=_identity(inputs.key) if inputs.key else None,
            admin_user_enabled=False,
            anonymous_pull_enabled=False,
            **_network(inputs),
            zone_redundancy=_zone_redundancy(inputs),
            encryption=_encryption(inputs.key) if inputs.key else None,
            # A registry takes zones and keys when it is made alone (terraform-provider-azurerm @ 69697b7).
            opts=child(self, replacing=["zoneRedundancy", "encryption"]),
        )
        self.id = registry.id
        self.name = registry.name
        target = (ARM_TYPE, registry.id, inputs.name)
        self.ready = (registry, *private_endpoints(name, target, inputs.access, placement, child(self)))
        self.register_outputs({"id": self.id, "name": self.name})


def _network(inputs: ContainerRegistryInputs) -> dict[str, Any]:
    from pulumi_azure_native import containerregistry

    network = containerregistry.PublicNetworkAccess
    if not inputs.access.is_private:
        return {"public_network_access": network.ENABLED}
    return {
        "public_network_access": network.DISABLED,
        # Azure ML builds and pulls images as a trusted service.
        "network_rule_bypass_options": containerregistry.NetworkRuleBypassOptions.AZURE_SERVICES,
        "network_rule_set": containerregistry.NetworkRuleSetArgs(default_action=containerregistry.DefaultAction.DENY),
        # Images can't be copied out to other registries; possible only where there is no public access.
        "policies": containerregistry.PoliciesArgs(
            export_policy=containerregistry.ExportPolicyArgs(status=containerregistry.ExportPolicyStatus.DISABLED)
        ),
    }


def _zone_redundancy(inputs: ContainerRegistryInputs) -> "containerregistry.ZoneRedundancy":
    from pulumi_azure_native import containerregistry

    redundancy = containerregistry.ZoneRedundancy
    return redundancy.ENABLED if inputs.is_premium and inputs.zones else redundancy.DISABLED


def _identity(key: EncryptionKey) -> "containerregistry.IdentityPropertiesArgs":
    from pulumi_azure_native import containerregistry

    return containerregistry.IdentityPropertiesArgs(
        type=containerregistry.ResourceIdentityType.USER_ASSIGNED,
        user_assigned_identities={key.identity_id: containerregistry.UserIdentityPropertiesArgs()},
    )


def _encryption(key: EncryptionKey) -> "containerregistry.EncryptionPropertyArgs":
    from pulumi_azure_native import containerregistry

    return containerregistry.EncryptionPropertyArgs(
        status=containerregistry.EncryptionStatus.ENABLED,
        key_vault_properties=containerregistry.KeyVaultPropertiesArgs(
            key_identifier=key.identifier, identity=key.identity_client_id
        ),
    )
