"""The connection to AI Services: the hub's, shared with all its projects, or one project's own."""

from dataclasses import dataclass

import pulumi

from infra.options import child
from infra.placement import Placement


@dataclass(frozen=True)
class HubConnectionInputs:
    """What is connected.

    Attributes:
        name: 3 to 33 letters, digits, hyphens and underscores, unique in hub or project.
        workspace_name: The hub, or the project where the hub is somebody else's.
        shared: Whether all projects of the hub have it.
        account_id: ARM id of the AI Services account.
        account_endpoint: Its address.
    """

    name: str
    workspace_name: pulumi.Input[str]
    account_id: pulumi.Input[str]
    account_endpoint: pulumi.Input[str]
    shared: bool = True


class HubConnection(pulumi.ComponentResource):
    """A connection to AI Services by Entra tokens: nothing secret is stored in it.

    Attributes:
        id: The connection's ARM id.
    """

    id: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: HubConnectionInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:HubConnection", name, None, opts)
        from pulumi_azure_native import machinelearningservices as ml

        connection = ml.WorkspaceConnection(
            name,
            connection_name=inputs.name,
            workspace_name=inputs.workspace_name,
            resource_group_name=placement.resource_group_name,
            properties=ml.AADAuthTypeWorkspaceConnectionPropertiesArgs(
                auth_type="AAD",
                category=ml.ConnectionCategory.AI_SERVICES,
                target=inputs.account_endpoint,
                is_shared_to_all=inputs.shared,
                metadata={"ApiType": "Azure", "ResourceId": inputs.account_id, "Location": placement.location},
            ),
            opts=child(self),
        )
        self.id = connection.id
        self.register_outputs({"id": self.id})
