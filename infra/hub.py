"""The AI Foundry hub: an Azure ML workspace of kind Hub on which projects stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from infra.access import PUBLIC, Access
from infra.managed_network import PUBLIC_NETWORK, ManagedNetwork
from infra.options import child
from infra.placement import Placement
from infra.private_endpoint import private_endpoints

ARM_TYPE: Final = "Microsoft.MachineLearningServices/workspaces"


@dataclass(frozen=True)
class HubInputs:
    """What the hub is called and what it stands on, by ARM id.

    Attributes:
        name: 3 to 33 letters, digits and hyphens, unique in the group.
        storage_account_id: Where data and job files are kept.
        key_vault_id: Where secrets of connections are kept.
        application_insights_id: Where telemetry goes.
        container_registry_id: Where images are built to.
        identity_id: The user-assigned identity it acts under.
        access: From where it and its projects are reached.
        network: What the compute of its projects reaches.
    """

    name: str
    storage_account_id: pulumi.Input[str]
    key_vault_id: pulumi.Input[str]
    application_insights_id: pulumi.Input[str]
    container_registry_id: pulumi.Input[str]
    identity_id: pulumi.Input[str]
    access: Access = PUBLIC
    network: ManagedNetwork = PUBLIC_NETWORK


class Hub(pulumi.ComponentResource):
    """A hub that reaches its storage as an identity, without keys, and without AI Search.

    Attributes:
        id: The hub's ARM id.
        name: The hub's name.
        ready: What has to come before whoever works in its projects.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    ready: tuple[pulumi.Resource, ...]

    def __init__(
        self,
        name: str,
        inputs: HubInputs,
        placement: Placement,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:Hub", name, None, opts)
        from pulumi_azure_native import machinelearningservices as ml

        network, types = inputs.network.settings(), ml.PublicNetworkAccessType
        hub = ml.Workspace(
            name,
            workspace_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            kind="Hub",
            sku=ml.SkuArgs(name="Basic", tier=ml.SkuTier.BASIC),
            # A workspace with a system-assigned identity is only soft-deleted by destroy, its name held for 14 days:
            # the provider can't send forceToPurge. One with user-assigned identities alone is deleted for good (Azure
            # ML documentation "concept-soft-delete", 2026-10).
            identity=ml.ManagedServiceIdentityArgs(
                type=ml.ManagedServiceIdentityType.USER_ASSIGNED, user_assigned_identities=[inputs.identity_id]
            ),
            primary_user_assigned_identity=inputs.identity_id,
            friendly_name=inputs.name,
            storage_account=inputs.storage_account_id,
            key_vault=inputs.key_vault_id,
            application_insights=inputs.application_insights_id,
            container_registry=inputs.container_registry_id,
            system_datastores_auth_mode=ml.SystemDatastoresAuthMode.IDENTITY,
            public_network_access=types.DISABLED if inputs.access.is_private else types.ENABLED,
            managed_network=network,
            # Else the first job would wait for it, and fail where it can't be made.
            provision_network_now=True if network else None,
            v1_legacy_mode=False,
            # Azure lists the hub's projects there as they come and go; a refresh would take them for inputs.
            opts=child(self, after=after, ignoring=["associatedWorkspaces"], replacing=inputs.network.replacing),
        )
        self.id = hub.id
        self.name = hub.name
        target = (ARM_TYPE, hub.id, inputs.name)
        self.ready = (hub, *private_endpoints(name, target, inputs.access, placement, child(self)))
        self.register_outputs({"id": self.id, "name": self.name})
