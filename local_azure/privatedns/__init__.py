"""Private DNS: zones, their links to networks, and the groups that keep the names of private endpoints in them."""

from collections.abc import Mapping

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.privatedns.links import link_behaviour
    from local_azure.privatedns.zone_groups import zone_group_behaviour
    from local_azure.privatedns.zones import zone_behaviour

    return {
        "microsoft.network/privatednszones": zone_behaviour(platform),
        "microsoft.network/privatednszones/virtualnetworklinks": link_behaviour(platform),
        "microsoft.network/privateendpoints/privatednszonegroups": zone_group_behaviour(platform),
    }


SERVICE = Service(name="privatedns", behaviours=_behaviours)
