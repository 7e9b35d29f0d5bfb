"""The resource group that holds everything of a stack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from infra.options import child


@dataclass(frozen=True)
class ResourceGroupInputs:
    """What the group is called, where it is and what it carries."""

    name: str
    location: str
    tags: Mapping[str, str]


class ResourceGroup(pulumi.ComponentResource):
    """A resource group.

    Attributes:
        id: Its ARM id.
        name: Its name.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: ResourceGroupInputs,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:ResourceGroup", name, None, opts)
        from pulumi_azure_native import resources

        group = resources.ResourceGroup(
            name,
            resource_group_name=inputs.name,
            location=inputs.location,
            tags=dict(inputs.tags),
            opts=child(self, after=after),
        )
        self.id = group.id
        self.name = group.name
        self.register_outputs({"id": self.id, "name": self.name})
