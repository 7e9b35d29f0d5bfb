"""A user-assigned identity: who a hub, a workspace, a job, an endpoint or a pipeline acts as."""

from dataclasses import dataclass

import pulumi

from infra.options import child
from infra.placement import Placement


@dataclass(frozen=True)
class IdentityInputs:
    """What the identity is called: 3 to 128 letters, digits and hyphens."""

    name: str


class Identity(pulumi.ComponentResource):
    """A user-assigned identity; what it may do is said by role assignments.

    Attributes:
        id: Its ARM id.
        name: Its name.
        client_id: Its client id, by which programs ask for its tokens.
        principal_id: Its object id, to which roles are assigned.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    client_id: pulumi.Output[str]
    principal_id: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: IdentityInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:Identity", name, None, opts)
        from pulumi_azure_native import managedidentity

        identity = managedidentity.UserAssignedIdentity(
            name,
            resource_name_=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            opts=child(self),
        )
        self.id = identity.id
        self.name = identity.name
        self.client_id = identity.client_id
        self.principal_id = identity.principal_id
        outputs = {"id": self.id, "client_id": self.client_id, "principal_id": self.principal_id}
        self.register_outputs(outputs)
