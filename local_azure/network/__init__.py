"""Networks: virtual networks with subnets, security groups, private endpoints; who is let in by the way they come."""

from collections.abc import Mapping

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.network.interfaces import interface_behaviour
    from local_azure.network.private_endpoints import private_endpoint_behaviour
    from local_azure.network.security_groups import security_group_behaviour
    from local_azure.network.security_rules import security_rule_behaviour
    from local_azure.network.subnets import subnet_behaviour
    from local_azure.network.virtual_networks import virtual_network_behaviour

    return {
        "microsoft.network/virtualnetworks": virtual_network_behaviour(platform),
        "microsoft.network/virtualnetworks/subnets": subnet_behaviour(platform),
        "microsoft.network/networksecuritygroups": security_group_behaviour(platform),
        "microsoft.network/networksecuritygroups/securityrules": security_rule_behaviour(platform),
        "microsoft.network/networkinterfaces": interface_behaviour(platform),
        "microsoft.network/privateendpoints": private_endpoint_behaviour(platform),
    }


SERVICE = Service(name="network", behaviours=_behaviours, namespaces=("Microsoft.Network",))
