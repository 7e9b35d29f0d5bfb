"""Where the resources of a stack go: group, region and tags, the same for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Placement:
    """Where a component puts its resources.

    Attributes:
        resource_group_name: The group; as an output of it, so that it is made first and deleted last.
        location: Azure's name of the region. Always given: the provider would otherwise look it up.
        tags: Tags on everything that can carry them.
    """

    resource_group_name: pulumi.Input[str]
    location: str
    tags: Mapping[str, str]
