"""The Azure ML workspace of one's own script: jobs on clusters, registered models, managed online endpoints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pulumi

from infra.access import PUBLIC, Access
from infra.encryption import EncryptionKey
from infra.managed_network import PUBLIC_NETWORK, ManagedNetwork
from infra.options import child
from infra.placement import Placement
from infra.private_endpoint import private_endpoints

if TYPE_CHECKING:
    from pulumi_azure_native import machinelearningservices as ml

ARM_TYPE: Final = "Microsoft.MachineLearningServices/workspaces"

DatastoreAuth = Literal["Identity", "AccessKey"]


@dataclass(frozen=True)
class WorkspaceInputs:
    """What the workspace is called, what it stands on by ARM id, and how it is reached.

    Attributes:
        name: 3 to 33 letters, digits and hyphens, unique in the group.
        storage_account_id: Where data, code and job files are kept.
        key_vault_id: Where secrets of connections are kept.
        application_insights_id: Where telemetry goes.
        container_registry_id: Where images are built to.
        identity_id: The user-assigned identity it acts under.
        datastore_auth: ``Identity``: datastores hold no key and whoever uses them needs a role on the storage account.
            ``AccessKey``: they hold the account's key.
        image_build_compute: The cluster that builds images where the registry is private: its own builders don't
            reach it then.
        access: From where it is reached.
        network: What its compute reaches.
        key: A key of one's own; Microsoft's when None.
    """

    name: str
    storage_account_id: pulumi.Input[str]
    key_vault_id: pulumi.Input[str]
    application_insights_id: pulumi.Input[str]
    container_registry_id: pulumi.Input[str]
    identity_id: pulumi.Input[str]
    datastore_auth: DatastoreAuth = "Identity"
    image_build_compute: str | None = None
    access: Access = PUBLIC
    network: ManagedNetwork = PUBLIC_NETWORK
    key: EncryptionKey | None = None


class Workspace(pulumi.ComponentResource):
    """An Azure ML workspace of kind Default.

    Attributes:
        id: The workspace's ARM id.
        name: The workspace's name.
        ready: What has to come before whoever works in it.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    ready: tuple[pulumi.Resource, ...]

    def __init__(
        self,
        name: str,
        inputs: WorkspaceInputs,
        placement: Placement,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:Workspace", name, None, opts)
        from pulumi_azure_native import machinelearningservices as ml

        access, network = ml.PublicNetworkAccessType, inputs.network.settings()
        modes = ml.SystemDatastoresAuthMode
        workspace = ml.Workspace(
            name,
            workspace_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            kind="Default",
            sku=ml.SkuArgs(name="Basic", tier=ml.SkuTier.BASIC),
            # User-assigned alone, so that destroy leaves nothing soft-deleted: see hub.py.
            identity=ml.ManagedServiceIdentityArgs(
                type=ml.ManagedServiceIdentityType.USER_ASSIGNED, user_assigned_identities=_identities(inputs)
            ),
            primary_user_assigned_identity=inputs.identity_id,
            friendly_name=inputs.name,
            storage_account=inputs.storage_account_id,
            key_vault=inputs.key_vault_id,
            application_insights=inputs.application_insights_id,
            container_registry=inputs.container_registry_id,
            system_datastores_auth_mode=modes.IDENTITY if inputs.datastore_auth == "Identity" else modes.ACCESS_KEY,
            image_build_compute=inputs.image_build_compute,
            public_network_access=access.DISABLED if inputs.access.is_private else access.ENABLED,
            managed_network=network,
            # Else the first cluster would wait for it, and fail where it can't be made.
            provision_network_now=True if network else None,
            encryption=_encryption(inputs.key) if inputs.key else None,
            v1_legacy_mode=False,
            opts=child(self, after=after, replacing=inputs.network.replacing),
        )
        self.id = workspace.id
        self.name = workspace.name
        target = (ARM_TYPE, workspace.id, inputs.name)
        self.ready = (workspace, *private_endpoints(name, target, inputs.access, placement, child(self)))
        self.register_outputs({"id": self.id, "name": self.name})


def _identities(inputs: WorkspaceInputs) -> list[pulumi.Input[str]]:
    return [inputs.identity_id, *([inputs.key.identity_id] if inputs.key else [])]


def _encryption(key: EncryptionKey) -> "ml.EncryptionPropertyArgs":
    from pulumi_azure_native import machinelearningservices as ml

    return ml.EncryptionPropertyArgs(
        status=ml.EncryptionStatus.ENABLED,
        identity=ml.IdentityForCmkArgs(user_assigned_identity=key.identity_id),
        key_vault_properties=ml.KeyVaultPropertiesArgs(
            key_vault_arm_id=key.vault_id, key_identifier=key.identifier, identity_client_id=key.identity_client_id
        ),
    )
