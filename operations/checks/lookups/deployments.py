"""Looks up deployments of models: all that a subscription has of one, and what one of them takes."""

from infra.provider.arm import Arm
from operations.checks.lookups.tokens import API_VERSION


def deployments(arm: Arm, subscription_id: str, model: str, version: str) -> tuple[str, ...]:
    """Gives the ids of all deployments of a model's version."""
    accounts = arm.list(f"/subscriptions/{subscription_id}/providers/Microsoft.CognitiveServices/accounts", API_VERSION)
    found = []
    for account in list(accounts):
        for each in arm.list(f"{account['id']}/deployments", API_VERSION):
            deployed = (each.get("properties") or {}).get("model") or {}
            if (deployed.get("name"), deployed.get("version")) == (model, version):
                found.append(str(each["id"]))
    return tuple(found)


def deployment_capacity(arm: Arm, arm_id: str) -> tuple[str, int] | None:
    """Gives ``SKU.MODEL`` and capacity of a deployment, None where it isn't there."""
    found = arm.get(arm_id, API_VERSION)
    if found is None:
        return None
    sku, model = found.get("sku") or {}, (found.get("properties") or {}).get("model") or {}
    return f"{sku.get('name', '')}.{model.get('name', '')}", int(sku.get("capacity", 0))
