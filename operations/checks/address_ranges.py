"""Whether the virtual network's range overlaps those that the subscription has."""

import ipaddress
from collections.abc import Iterator
from typing import Final

from operations.checks.facts import Facts, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.plan import Plan

NAME: Final = "ranges"
SETTING: Final = "network.address_space"


def address_ranges(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks the range against each network but the stack's own.

    Azure makes networks that overlap; peering and VPN then fail, and nobody reaches the private endpoints.
    """
    network = plan.settings.network
    if network.profile == "public" or network.existing_subnet is not None:
        return
    found = facts.networks()
    if isinstance(found, Unseen):
        message = f"the subscription's networks can't be looked up: {found.why}"
        yield unknown(NAME, message, setting=SETTING)
        return
    wanted = ipaddress.IPv4Network(network.address_space)
    others = {arm_id: ranges for arm_id, ranges in found.items() if not _is_own(plan, arm_id)}
    overlapping = [arm_id for arm_id, ranges in others.items() if any(wanted.overlaps(each) for each in ranges)]
    for arm_id in overlapping:
        message = f"{wanted} overlaps {', '.join(map(str, others[arm_id]))} of {arm_id}: the two can't be peered"
        yield Finding(NAME, "no", message, "Choose a range that nothing uses.", SETTING)
    if not overlapping:
        yield ok(NAME, f"{wanted} overlaps none of the subscription's {len(others)} other networks", SETTING)
        yield unknown(NAME, "what networks elsewhere use, such as on premises, can't be looked up", setting=SETTING)


def _is_own(plan: Plan, arm_id: str) -> bool:
    # In a group that others use too, only the network of our own name is ours.
    return arm_id.lower().startswith(f"{plan.group_scope}/".lower()) and (
        plan.settings.existing.resource_group is None or arm_id.lower().endswith(f"/{plan.names.network}".lower())
    )
