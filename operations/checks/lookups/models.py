"""Looks up which models accounts in a region can deploy and tune, and for how long."""

from typing import Any

from infra.provider.arm import Arm
from operations.checks.facts import OfferedModel
from operations.checks.lookups.tokens import API_VERSION


def models(arm: Arm, subscription_id: str, location: str) -> tuple[OfferedModel, ...]:
    """Gives the models that accounts of kind AIServices or OpenAI can deploy there."""
    path = f"/subscriptions/{subscription_id}/providers/Microsoft.CognitiveServices/locations/{location}/models"
    rows = [row for row in arm.list(path, API_VERSION) if row.get("kind", "AIServices") in ("AIServices", "OpenAI")]
    return tuple({(each.name, each.version): each for each in map(_offered, rows)}.values())


def _offered(row: dict[str, Any]) -> OfferedModel:
    model = row.get("model") or {}
    return OfferedModel(
        name=str(model.get("name", "")),
        version=str(model.get("version", "")),
        lifecycle=str(model.get("lifecycleStatus", "")),
        inference_until=str((model.get("deprecation") or {}).get("inference", "")),
        skus={str(sku.get("name", "")): str(sku.get("usageName", "")) for sku in model.get("skus") or ()},
        fine_tunes=str((model.get("capabilities") or {}).get("fineTune", "")).lower() == "true",
    )
