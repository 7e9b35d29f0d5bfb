"""Looks up how much capacity for models a subscription has and uses in a region."""

from collections.abc import Mapping

from infra.provider.arm import Arm
from operations.checks.facts import Usage

API_VERSION = "2025-06-01"  # of accounts, as in catalogue/types


def tokens(arm: Arm, subscription_id: str, location: str) -> Mapping[str, Usage]:
    """Gives used and limit by usage name, such as ``OpenAI.GlobalStandard.gpt-4o``."""
    path = f"/subscriptions/{subscription_id}/providers/Microsoft.CognitiveServices/locations/{location}/usages"
    return {
        str((row.get("name") or {}).get("value", "")): Usage(int(row.get("currentValue", 0)), int(row.get("limit", 0)))
        for row in arm.list(path, API_VERSION)
    }
