"""The key vault where the hub keeps the secrets of its connections."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from infra.options import child
from infra.placement import Placement


@dataclass(frozen=True)
class KeyVaultInputs:
    """What the vault is called and how it is protected.

    Attributes:
        name: 3 to 24 letters, digits and hyphens, unique in the world, deleted vaults included.
        tenant_id: The tenant whose identities may be given access.
        purge_protection: Whether nobody can purge it once deleted; can't be switched off again.
        retention_days: Days that it is kept after it was deleted, 7 to 90; can't be changed.
        create_mode: ``default``, or ``recover`` to bring a deleted vault of that name back.
    """

    name: str
    tenant_id: pulumi.Input[str]
    purge_protection: bool
    retention_days: int
    create_mode: pulumi.Input[str] = "default"


class KeyVault(pulumi.ComponentResource):
    """A key vault whose access is given by roles alone.

    Attributes:
        id: The vault's ARM id.
        name: The vault's name.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]

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
                    default_action=keyvault.NetworkRuleAction.ALLOW,
                ),
            ),
            opts=child(self, after=after),
        )
        self.id = vault.id
        self.name = vault.name
        self.register_outputs({"id": self.id, "name": self.name})
