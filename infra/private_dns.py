"""Private DNS zones, in which the usual names of resources lead to their private endpoints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from infra.options import child
from infra.placement import Placement

LOCATION = "global"
"""Private DNS zones and their links belong to no region."""


@dataclass(frozen=True)
class PrivateDnsInputs:
    """Which names are answered in which network.

    Attributes:
        zones: Names of zones, such as ``privatelink.blob.core.windows.net``.
        network_id: ARM id of the virtual network that asks.
    """

    zones: Sequence[str]
    network_id: pulumi.Input[str]


class PrivateDns(pulumi.ComponentResource):
    """Private DNS zones linked to a virtual network.

    Attributes:
        zone_ids: The zones' ARM ids by name, each known when the network asks it.
    """

    zone_ids: Mapping[str, pulumi.Output[str]]

    def __init__(
        self,
        name: str,
        inputs: PrivateDnsInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:PrivateDns", name, None, opts)
        self.zone_ids = {zone: self._linked(zone, inputs.network_id, placement) for zone in inputs.zones}
        self.register_outputs({})

    def _linked(self, zone_name: str, network_id: pulumi.Input[str], placement: Placement) -> pulumi.Output[str]:
        from pulumi_azure_native import privatedns

        zone = privatedns.PrivateZone(
            zone_name,
            private_zone_name=zone_name,
            resource_group_name=placement.resource_group_name,
            location=LOCATION,
            tags=dict(placement.tags),
            opts=child(self),
        )
        link = privatedns.VirtualNetworkLink(
            f"{zone_name}-link",
            virtual_network_link_name="network",
            private_zone_name=zone.name,
            resource_group_name=placement.resource_group_name,
            location=LOCATION,
            tags=dict(placement.tags),
            registration_enabled=False,  # machines of the network don't belong in these zones
            virtual_network=privatedns.SubResourceArgs(id=network_id),
            opts=child(self),
        )
        return pulumi.Output.all(zone.id, link.id).apply(lambda ids: str(ids[0]))
