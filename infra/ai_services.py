"""The AI Services account that the hub is connected to."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from infra.options import child
from infra.placement import Placement


@dataclass(frozen=True)
class AiServicesInputs:
    """What the account is called.

    Attributes:
        name: 2 to 64 letters, digits and hyphens; also its subdomain, unique in the world.
        restore: True to bring a deleted account of that name back, else None.
    """

    name: str
    restore: pulumi.Input[bool] | None = None


class AiServices(pulumi.ComponentResource):
    """A Cognitive Services account of kind AIServices that takes Entra tokens alone.

    Attributes:
        id: The account's ARM id.
        name: The account's name.
        endpoint: Its address.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    endpoint: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: AiServicesInputs,
        placement: Placement,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:AiServices", name, None, opts)
        from pulumi_azure_native import cognitiveservices

        account = cognitiveservices.Account(
            name,
            account_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            kind="AIServices",
            sku=cognitiveservices.SkuArgs(name="S0"),
            identity=cognitiveservices.IdentityArgs(type=cognitiveservices.ResourceIdentityType.SYSTEM_ASSIGNED),
            properties=cognitiveservices.AccountPropertiesArgs(
                custom_sub_domain_name=inputs.name,  # Entra tokens are accepted at a subdomain only; can be set once
                disable_local_auth=True,
                public_network_access=cognitiveservices.PublicNetworkAccess.ENABLED,
                restore=inputs.restore,
            ),
            opts=child(self, after=after),
        )
        self.id = account.id
        self.name = account.name
        self.endpoint = account.properties.endpoint
        self.register_outputs({"id": self.id, "name": self.name, "endpoint": self.endpoint})
