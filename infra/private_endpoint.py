"""A private endpoint: an address in one's own network for one resource, found by its usual name."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from catalogue.private_links import links_of, private_link
from infra.access import Access
from infra.options import child
from infra.placement import Placement


class NotPrivateError(ValueError):
    """A private endpoint without a subnet, or without one of the DNS zones that its target is found in."""

    def __init__(self, name: str, missing: str) -> None:
        super().__init__(f"the private endpoint {name} needs {missing}; give it the access of a private foundation")
        self.name = name


@dataclass(frozen=True)
class PrivateEndpointInputs:
    """What is reached through the endpoint.

    Attributes:
        name: 1 to 80 letters, digits, ``.``, ``_`` and ``-``, unique in the group.
        target_id: ARM id of what is reached.
        group_id: Which side of it, as in catalogue/private_links.yaml, such as ``blob`` or ``account``.
        access: The subnet and the DNS zones; private.
    """

    name: str
    target_id: pulumi.Input[str]
    group_id: str
    access: Access


class PrivateEndpoint(pulumi.ComponentResource):
    """A private endpoint with its names in private DNS.

    Attributes:
        id: The endpoint's ARM id, known when its names are there.
        ready: What has to come before whoever uses the endpoint.

    Raises:
        NotPrivateError: The access has no subnet, or lacks a zone of the target.
    """

    id: pulumi.Output[str]
    ready: pulumi.Resource

    def __init__(
        self,
        name: str,
        inputs: PrivateEndpointInputs,
        placement: Placement,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        access, link = inputs.access, private_link(inputs.group_id)
        if access.subnet_id is None:
            raise NotPrivateError(name, "a subnet")
        missing = [zone for zone in link.zones if zone not in access.zone_ids]
        if missing:
            raise NotPrivateError(name, f"the private DNS zones {', '.join(missing)}")
        super().__init__("tunestack:infra:PrivateEndpoint", name, None, opts)
        from pulumi_azure_native import network

        connection = network.PrivateLinkServiceConnectionArgs(
            name=inputs.name, private_link_service_id=inputs.target_id, group_ids=[inputs.group_id]
        )
        endpoint = network.PrivateEndpoint(
            name,
            private_endpoint_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            subnet=network.SubnetArgs(id=access.subnet_id),
            private_link_service_connections=[connection],
            custom_network_interface_name=f"nic-{inputs.name}",
            # Azure fills these in and empties them when the zone group below is there: given empty, they stay as given.
            custom_dns_configs=[],
            # Target and group can't be changed (terraform-provider-azurerm @ 69697b7); azure-native would try.
            opts=child(self, after=after, replacing=["privateLinkServiceConnections"]),
        )
        self.ready = network.PrivateDnsZoneGroup(
            f"{name}-names",
            private_dns_zone_group_name="default",
            private_endpoint_name=endpoint.name,
            resource_group_name=placement.resource_group_name,
            private_dns_zone_configs=[
                network.PrivateDnsZoneConfigArgs(name=zone.replace(".", "-"), private_dns_zone_id=access.zone_ids[zone])
                for zone in link.zones
            ],
            opts=child(self),
        )
        self.id = pulumi.Output.all(endpoint.id, self.ready.id).apply(lambda ids: str(ids[0]))
        self.register_outputs({"id": self.id})


def private_endpoints(
    name: str,
    target: tuple[str, pulumi.Input[str], str],
    access: Access,
    placement: Placement,
    opts: pulumi.ResourceOptions | None = None,
) -> tuple[pulumi.Resource, ...]:
    """Declares the private endpoints that a resource of its type is reached through; none where access is public.

    Args:
        name: Logical name that theirs begin with.
        target: The resource's type, ARM id and name.
        access: The subnet and the DNS zones.
        placement: Where the endpoints go.
        opts: Options of theirs.

    Returns:
        What has to come before whoever uses the resource.
    """
    arm_type, target_id, target_name = target
    links = links_of(arm_type) if access.is_private else ()
    inputs = {
        link.group_id: PrivateEndpointInputs(f"pe-{target_name}-{link.group_id}", target_id, link.group_id, access)
        for link in links
    }
    return tuple(
        PrivateEndpoint(f"{name}-{group_id}", each, placement, opts=opts).ready for group_id, each in inputs.items()
    )
