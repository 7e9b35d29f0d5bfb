"""Resources that are there already: used by their id, never changed, never deleted."""

from typing import Protocol

import pulumi


class Identified(Protocol):
    """A resource that others refer to, whether this stack made it or not.

    Attributes:
        id: Its ARM id.
        name: Its name.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]


class Existing(pulumi.ComponentResource):
    """A resource that somebody else made. Pulumi's state notes its id; nothing is sent to Azure for it.

    Attributes:
        id: Its ARM id.
        name: Its name.
        known_id: Its ARM id as text.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    known_id: str

    def __init__(self, name: str, arm_id: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("tunestack:infra:Existing", name, None, opts)
        self.id = pulumi.Output.from_input(arm_id)
        self.known_id = arm_id
        self.name = pulumi.Output.from_input(own_name(arm_id))
        self.register_outputs({"id": self.id, "name": self.name})


class ExistingIdentity(pulumi.ComponentResource):
    """A user-assigned identity that somebody else made, looked up by its id.

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

    def __init__(self, name: str, arm_id: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("tunestack:infra:ExistingIdentity", name, None, opts)
        from pulumi_azure_native import managedidentity

        found = managedidentity.get_user_assigned_identity_output(
            resource_group_name=group_name(arm_id), resource_name=own_name(arm_id)
        )
        self.id = pulumi.Output.from_input(arm_id)
        self.name = pulumi.Output.from_input(own_name(arm_id))
        self.client_id = found.client_id
        self.principal_id = found.principal_id
        outputs = {"id": self.id, "client_id": self.client_id, "principal_id": self.principal_id}
        self.register_outputs(outputs)


def own_name(arm_id: str) -> str:
    """Gives the name of the resource that an ARM id is of."""
    return arm_id.rsplit("/", 1)[-1]


def group_name(arm_id: str) -> str:
    """Gives the name of the resource group in an ARM id."""
    return arm_id.split("/")[4]
