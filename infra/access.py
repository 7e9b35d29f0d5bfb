"""From where resources can be reached: anywhere, with an Entra token, or through private endpoints alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pulumi


@dataclass(frozen=True)
class Access:
    """From where resources can be reached.

    Attributes:
        subnet_id: The subnet that private endpoints stand in; None when resources are reached from anywhere.
        zone_ids: ARM ids of private DNS zones by name, such as ``privatelink.blob.core.windows.net``.
    """

    subnet_id: pulumi.Input[str] | None = None
    zone_ids: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """Whether resources refuse everything that doesn't come through a private endpoint."""
        return self.subnet_id is not None


PUBLIC: Final = Access()
"""Reached from anywhere; who may do what is up to tokens and roles."""
