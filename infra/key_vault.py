"""The key vault where the hub keeps the secrets of its connections."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from infra.access import PUBLIC, Access
from infra.options import child
from infra.placement import Placement
from infra.private_endpoint import private_endpoints

ARM_TYPE: Final = "Microsoft.KeyVault/vaults"


@dataclass(frozen=True)
class KeyVaultInputs:
    """What the vault is called and how it is protected.

    Attributes:
        name: 3 to 24 letters, digits and hyphens, unique in the world, deleted vaults included.
        tenant_id: The tenant whose identities may be given access.
        purge_protection: Whether nobody can purge it once deleted; can't be switched off again.
        retention_days: Days that it is kept after it was deleted, 7 to 90; can't be changed.
        create_mode: ``default``, or ``recover`` to bring a deleted vault of that name back.
        access: From where it is reached.
    """

    name: str
    tenant_id: pulumi.Input[str]
    purge_protection: bool
    retention_days: int
    create_mode: pulumi.Input[str] = "default"
    access: Access = PUBLIC


class KeyVault(pulumi.ComponentResource):
    """A key vault whose access is given by roles alone.

    Attributes:
        id: The vault's ARM id.
        name: The vault's name.
        ready: What has to come before whoever reads its secrets.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    ready: tuple[pulumi.Resource, ...]

    def __init__(
        self,
        name: str,
        inputs: KeyVaultInputs,
        placement: Placement,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:KeyVault", name, None, opts)
        from pulumi_azure_native import keyvault

        private, action = inputs.access.is_private, keyvault.NetworkRuleAction
        vault = keyvault.Vault(
            name,
            vault_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            properties=keyvault.VaultPropertiesArgs(
                tenant_id=inputs.tenant_id,
                sku=keyvault.SkuArgs(family=keyvault.SkuFamily.A, name=keyvault.SkuName.STANDARD),
                create_mode=pulumi.Output.from_input(inputs.create_mode).apply(keyvault.CreateMode),
                enable_rbac_authorization=True,
                enable_soft_delete=True,
                # Azure refuses an explicit false: protection is either on, or not mentioned.
                enable_purge_protection=True if inputs.purge_protection else None,
                soft_delete_retention_in_days=inputs.retention_days,
                network_acls=keyvault.NetworkRuleSetArgs(
                    bypass=keyvault.NetworkRuleBypassOptions.AZURE_SERVICES,
                    default_action=action.DENY if private else action.ALLOW,
                ),
                public_network_access="Disabled" if private else "Enabled",
            ),
            opts=child(self, after=after),
        )
        self.id = vault.id
        self.name = vault.name
        target = (ARM_TYPE, vault.id, inputs.name)
        self.ready = (vault, *private_endpoints(name, target, inputs.access, placement, child(self)))
        self.register_outputs({"id": self.id, "name": self.name})
