"""The virtual network of the private profile: a subnet for private endpoints and one for the runner that deploys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pulumi

from infra.options import child
from infra.placement import Placement

if TYPE_CHECKING:
    from pulumi_azure_native import network

ENDPOINTS: Final = "endpoints"
RUNNER: Final = "runner"
GITHUB: Final = "GitHub.Network/networkSettings"
"""What a subnet is delegated to for runners that GitHub hosts in one's own network (GitHub documentation
"configuring-private-networking-for-github-hosted-runners", 2026-10)."""


@dataclass(frozen=True)
class NetworkInputs:
    """What the network is called and which ranges it has.

    Attributes:
        name: 2 to 64 letters, digits, ``.``, ``_`` and ``-``, unique in the group.
        address_space: The whole range, such as ``10.20.0.0/24``.
        endpoints_range: The range for private endpoints, within it.
        runner_range: The range for the runner that deploys, within it.
        github_runners: Whether GitHub puts its runners into the runner subnet; else one's own machines stand there.
    """

    name: str
    address_space: str
    endpoints_range: str
    runner_range: str
    github_runners: bool = False


class Network(pulumi.ComponentResource):
    """A virtual network that nothing from the internet reaches.

    Attributes:
        id: Its ARM id.
        endpoints_subnet_id: ARM id of the subnet that private endpoints stand in.
        runner_subnet_id: ARM id of the subnet from which all of them are reached.
        security_group_ids: ARM ids of the subnets' network security groups by subnet.
    """

    id: pulumi.Output[str]
    endpoints_subnet_id: pulumi.Output[str]
    runner_subnet_id: pulumi.Output[str]
    security_group_ids: dict[str, pulumi.Output[str]]

    def __init__(
        self,
        name: str,
        inputs: NetworkInputs,
        placement: Placement,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:Network", name, None, opts)
        from pulumi_azure_native import network

        self.security_group_ids = {
            ENDPOINTS: self._security_group(f"{name}-{ENDPOINTS}", f"nsg-{ENDPOINTS}", _into_endpoints(), placement),
            RUNNER: self._security_group(f"{name}-{RUNNER}", f"nsg-{RUNNER}", _into_runner(), placement),
        }
        # In the network's own body: a policy that wants a security group on each subnet looks at the first write.
        made = network.VirtualNetwork(
            name,
            virtual_network_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            address_space=network.AddressSpaceArgs(address_prefixes=[inputs.address_space]),
            subnets=[self._endpoints_subnet(inputs), self._runner_subnet(inputs)],
            # No DNS servers of one's own: Azure's answer the private zones.
            opts=child(self, after=after),
        )
        self.id = made.id
        self.endpoints_subnet_id = pulumi.Output.concat(made.id, "/subnets/", ENDPOINTS)
        self.runner_subnet_id = pulumi.Output.concat(made.id, "/subnets/", RUNNER)
        self.register_outputs({"id": self.id})

    def _endpoints_subnet(self, inputs: NetworkInputs) -> "network.SubnetArgs":
        from pulumi_azure_native import network

        return network.SubnetArgs(
            name=ENDPOINTS,
            address_prefix=inputs.endpoints_range,
            default_outbound_access=False,
            network_security_group=network.NetworkSecurityGroupArgs(id=self.security_group_ids[ENDPOINTS]),
            # Without this, private endpoints take no notice of the security group.
            private_endpoint_network_policies=network.VirtualNetworkPrivateEndpointNetworkPolicies.ENABLED,
        )

    def _runner_subnet(self, inputs: NetworkInputs) -> "network.SubnetArgs":
        from pulumi_azure_native import network

        delegation = network.DelegationArgs(name="github", service_name=GITHUB)
        return network.SubnetArgs(
            name=RUNNER,
            address_prefix=inputs.runner_range,
            default_outbound_access=True,  # the runner calls GitHub, Entra and Resource Manager
            delegations=[delegation] if inputs.github_runners else None,
            network_security_group=network.NetworkSecurityGroupArgs(id=self.security_group_ids[RUNNER]),
        )

    def _security_group(
        self, name: str, azure_name: str, rules: Sequence["network.SecurityRuleArgs"], placement: Placement
    ) -> pulumi.Output[str]:
        from pulumi_azure_native import network

        group = network.NetworkSecurityGroup(
            name,
            network_security_group_name=azure_name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            security_rules=list(rules),
            opts=child(self),
        )
        return group.id


def _into_endpoints() -> list["network.SecurityRuleArgs"]:
    from pulumi_azure_native import network

    access = network.SecurityRuleAccess
    return [
        _inbound("allow-tls-from-network", 100, access.ALLOW, "VirtualNetwork", ["443"]),
        _inbound("allow-file-shares-from-network", 110, access.ALLOW, "VirtualNetwork", ["445"]),
        _inbound("deny-everything-else", 4096, access.DENY, "*", ["*"]),
    ]


def _into_runner() -> list["network.SecurityRuleArgs"]:
    from pulumi_azure_native import network

    # A runner asks for its work; nobody needs to reach it.
    return [_inbound("deny-everything", 4096, network.SecurityRuleAccess.DENY, "*", ["*"])]


def _inbound(
    name: str, priority: int, access: "network.SecurityRuleAccess", source: str, ports: list[str]
) -> "network.SecurityRuleArgs":
    from pulumi_azure_native import network

    everything = ports == ["*"]
    return network.SecurityRuleArgs(
        name=name,
        priority=priority,
        direction=network.SecurityRuleDirection.INBOUND,
        access=access,
        protocol=network.SecurityRuleProtocol.ASTERISK if everything else network.SecurityRuleProtocol.TCP,
        source_address_prefix=source,
        source_port_range="*",
        destination_address_prefix="*",
        destination_port_range=ports[0],
    )
