"""The AI Foundry project: an Azure ML workspace of kind Project on a hub; where jobs and endpoints are."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from infra.access import PUBLIC, Access
from infra.options import child
from infra.placement import Placement


@dataclass(frozen=True)
class ProjectInputs:
    """What the project is called and which hub it stands on.

    Attributes:
        name: 3 to 33 letters, digits and hyphens, unique in the group.
        hub_id: ARM id of the hub, in the same region; can't be changed.
        identity_id: The user-assigned identity it acts under.
        access: From where it is reached: as its hub, through whose private endpoint it is found.
    """

    name: str
    hub_id: pulumi.Input[str]
    identity_id: pulumi.Input[str]
    access: Access = PUBLIC


class Project(pulumi.ComponentResource):
    """A project; storage, vault, telemetry, registry, network and connections are its hub's.

    Attributes:
        id: The project's ARM id.
        name: The project's name.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: ProjectInputs,
        placement: Placement,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:Project", name, None, opts)
        from pulumi_azure_native import machinelearningservices as ml

        types = ml.PublicNetworkAccessType
        project = ml.Workspace(
            name,
            workspace_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            kind="Project",
            sku=ml.SkuArgs(name="Basic", tier=ml.SkuTier.BASIC),
            # User-assigned alone, so that destroy leaves nothing soft-deleted: see hub.py.
            identity=ml.ManagedServiceIdentityArgs(
                type=ml.ManagedServiceIdentityType.USER_ASSIGNED, user_assigned_identities=[inputs.identity_id]
            ),
            primary_user_assigned_identity=inputs.identity_id,
            friendly_name=inputs.name,
            hub_resource_id=inputs.hub_id,
            system_datastores_auth_mode=ml.SystemDatastoresAuthMode.IDENTITY,
            public_network_access=types.DISABLED if inputs.access.is_private else types.ENABLED,
            v1_legacy_mode=False,
            # A project can't move to another hub, and goes before its hub is replaced.
            opts=child(self, after=after, replacing=["hubResourceId"]),
        )
        self.id = project.id
        self.name = project.name
        self.register_outputs({"id": self.id, "name": self.name})
