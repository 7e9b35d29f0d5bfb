"""The container registry for images that jobs and endpoints run in."""

from dataclasses import dataclass

import pulumi

from infra.options import child
from infra.placement import Placement


@dataclass(frozen=True)
class ContainerRegistryInputs:
    """What the registry is called and what it can do.

    Attributes:
        name: 5 to 50 letters and digits, unique in the world.
        sku: Standard at least: Basic can't refuse anonymous pulls.
    """

    name: str
    sku: str = "Standard"


class ContainerRegistry(pulumi.ComponentResource):
    """A container registry without admin account and without anonymous pulls.

    Attributes:
        id: The registry's ARM id.
        name: The registry's name.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: ContainerRegistryInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:ContainerRegistry", name, None, opts)
        from pulumi_azure_native import containerregistry

        registry = containerregistry.Registry(
            name,
            registry_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            sku=containerregistry.SkuArgs(name=inputs.sku),
            admin_user_enabled=False,
            anonymous_pull_enabled=False,
            opts=child(self),
        )
        self.id = registry.id
        self.name = registry.name
        self.register_outputs({"id": self.id, "name": self.name})
