"""The hub's connection to AI Services, shared with all its projects."""

from dataclasses import dataclass

import pulumi

from infra.options import child
from infra.placement import Placement


@dataclass(frozen=True)
class HubConnectionInputs:
    """What is connected.

    Attributes:
        name: 3 to 33 letters, digits, hyphens and underscores, unique in the hub.
        hub_name: The hub.
        account_id: ARM id of the AI Services account.
        account_endpoint: Its address.
    """

    name: str
    hub_name: pulumi.Input[str]
    account_id: pulumi.Input[str]
    account_endpoint: pulumi.Input[str]


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
            workspace_name=inputs.hub_name,
            resource_group_name=placement.resource_group_name,
            properties=ml.AADAuthTypeWorkspaceConnectionPropertiesArgs(
                auth_type="AAD",
                category=ml.ConnectionCategory.AI_SERVICES,
                target=inputs.account_endpoint,
                is_shared_to_all=True,
                metadata={"ApiType": "Azure", "ResourceId": inputs.account_id, "Location": placement.location},
            ),
            opts=child(self),
        )
        self.id = connection.id
        self.register_outputs({"id": self.id})
