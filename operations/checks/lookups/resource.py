"""Looks a resource up by its id, and what is in a resource group."""

from catalogue.resource_types import by_type
from infra.provider.arm import Arm
from infra.provider.arm_id import type_of
from operations.checks.facts import Resource

GROUP_TYPE = "Microsoft.Resources/resourceGroups"
LIST_API_VERSION = "2021-04-01"  # azure-rest-api-specs, resources, 2026-10


def resource(arm: Arm, arm_id: str) -> Resource | None:
    """Gives a resource or a group, None where it isn't there."""
    arm_type = type_of(arm_id) or GROUP_TYPE
    found = arm.get(arm_id, by_type(arm_type).api_version)
    if found is None:
        return None
    return Resource(
        str(found.get("type", arm_type)),
        str(found.get("location", "")).replace(" ", "").lower(),
        str(found.get("kind", "")),
        found.get("properties") or {},
    )


def resources_in(arm: Arm, group_id: str) -> frozenset[str]:
    """Gives the ids of all resources in a group, in lower case; none where there is no such group."""
    return frozenset(str(each["id"]).lower() for each in arm.list(f"{group_id}/resources", LIST_API_VERSION))
