"""Our own resource NameRelease: names that Azure holds for soft-deleted resources are free for the next `pulumi up`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi


@dataclass(frozen=True)
class NameReleaseInputs:
    """Whose names, and what is done with deleted resources that hold them.

    Attributes:
        subscription_id: The subscription.
        resource_group_name: The group of the resources.
        location: Their region.
        vault_name: The key vault's name; None where the stack makes none.
        account_name: The Cognitive Services account's name; None where the stack makes none.
        workspace_names: The names of its hubs, projects and workspaces; these are purged, never brought back.
        policy: ``purge`` them after destroy and before up; ``recover`` in up what destroy keeps; ``fail`` in up.
    """

    subscription_id: pulumi.Input[str]
    resource_group_name: pulumi.Input[str]
    location: pulumi.Input[str]
    vault_name: str | None
    account_name: str | None
    policy: Literal["purge", "recover", "fail"]
    workspace_names: Sequence[str] = ()


class NameRelease(pulumi.CustomResource):
    """Made before the resources that it names, so deleted after them.

    Attributes:
        vault_create_mode: ``recover`` when the vault is there, deleted, and to be brought back; else ``default``.
        account_restore: True when the account is there, deleted, and to be brought back; else None.
    """

    def __init__(self, name: str, inputs: NameReleaseInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        properties = {
            "subscriptionId": inputs.subscription_id,
            "resourceGroupName": inputs.resource_group_name,
            "location": inputs.location,
            "vaultName": inputs.vault_name or "",
            "accountName": inputs.account_name or "",
            "workspaceNames": list(inputs.workspace_names),
            "policy": inputs.policy,
            "vaultCreateMode": None,
            "accountRestore": None,
        }
        super().__init__("tunestack:index:NameRelease", name, properties, opts)

    @property
    @pulumi.getter(name="vaultCreateMode")
    def vault_create_mode(self) -> pulumi.Output[str]:
        """How the vault is to be created."""
        mode: pulumi.Output[str] = pulumi.get(self, "vaultCreateMode")
        return mode

    @property
    @pulumi.getter(name="accountRestore")
    def account_restore(self) -> pulumi.Output[bool]:
        """True when the account is to be restored, else None: the property is then not sent."""
        restore: pulumi.Output[bool] = pulumi.get(self, "accountRestore")
        return restore
