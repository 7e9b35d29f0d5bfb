"""Looks up the dedicated cores of Azure ML in a region, and the machines that it has there."""

import re
from collections.abc import Mapping
from typing import Final

from infra.provider.arm import Arm
from infra.provider.arm_id import name_of
from operations.checks.facts import Usage

API_VERSION: Final = "2025-12-01"  # of workspaces, as in catalogue/types

_PROVIDER: Final = "Microsoft.MachineLearningServices"
_DEDICATED: Final = re.compile(r"(?P<family>.+?)_?Cluster_?Dedicated_?vCPUs", re.IGNORECASE)


def cores(arm: Arm, subscription_id: str, location: str) -> Mapping[str, Usage]:
    """Gives used and limit by family, in lower case without blanks and underscores, such as standardncadsa100v4family.

    Rows are named by the family (azure-rest-api-specs, Usage examples), or by what their ids end in, such as
    ``Standard_NCADSA100v4_Family_Cluster_Dedicated_vCPUs``; those of single workspaces are left out.
    """
    path = f"/subscriptions/{subscription_id}/providers/{_PROVIDER}/locations/{location}/usages"
    found = {}
    for row in arm.list(path, API_VERSION):
        row_id = str(row.get("id", ""))
        if "/workspaces/" in row_id.lower() or "vmfamily" not in str(row.get("type", "vmFamily")).lower():
            continue
        usage = Usage(int(row.get("currentValue", 0)), int(row.get("limit", 0)))
        for label in (str((row.get("name") or {}).get("value", "")), name_of(row_id)):
            dedicated = _DEDICATED.fullmatch(label.replace(" ", "_"))
            if usage.limit >= 0 and label:
                found[family_key(dedicated["family"] if dedicated else label)] = usage
    return found


def machines(arm: Arm, subscription_id: str, location: str) -> frozenset[str]:
    """Gives the names of sizes, in lower case."""
    path = f"/subscriptions/{subscription_id}/providers/{_PROVIDER}/locations/{location}/vmSizes"
    return frozenset(str(row.get("name", "")).lower() for row in arm.list(path, API_VERSION))


def family_key(name: str) -> str:
    """Gives the form that families are compared in: Azure's own lists differ in case and separators."""
    return re.sub(r"[\s_]", "", name).lower()
