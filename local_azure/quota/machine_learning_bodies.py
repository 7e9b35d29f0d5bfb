"""Usages, quotas and sizes of machines as Azure ML answers them (azure-rest-api-specs examples, as of 2026-10)."""

from catalogue.compute_skus import compute_skus, families
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.quota.cores import Cores
from local_azure.quota.limits import limit
from local_azure.quota.providers import LOW_PRIORITY, MACHINE_LEARNING, title_of

WORKSPACE_QUOTA = f"{MACHINE_LEARNING}/workspaces/dedicatedCores/quotas"
_TOTAL = "Total Cluster Dedicated Regional vCPUs"
_TOTAL_LOW_PRIORITY = "Total Cluster Low Priority Regional vCPUs"


def usages(platform: Platform, location: str) -> list[Json]:
    """Returns what a region has and uses: sums, then each family, dedicated and low priority."""
    cores = Cores(platform)
    used = {name: cores.used(name, location) for name in families()}
    limits = {name: cores.limit(name, location) for name in families()}
    low_priority = limit(platform, MACHINE_LEARNING, location, LOW_PRIORITY)
    rows = [
        _row(location, "totalCores/usages", _TOTAL, _TOTAL, sum(used.values()), sum(limits.values())),
        _row(location, "lowPriorityCores/usages", _TOTAL_LOW_PRIORITY, _TOTAL_LOW_PRIORITY, 0, low_priority),
    ]
    for name in families():
        title = title_of(MACHINE_LEARNING, name)
        rows.append(_row(location, "vmFamily/dedicatedCores/usages", name, title, used[name], limits[name]))
        low = title.replace("Dedicated", "Low Priority")
        rows.append(_row(location, "vmFamily/lowPriorityCores/usages", name, low, 0, -1))
    return rows


def quotas(platform: Platform, location: str) -> list[Json]:
    """Returns the limits of each family in a region."""
    return [
        {
            "id": f"{_scope(location)}/quotas/{_underscored(title_of(MACHINE_LEARNING, name))}",
            "type": f"{MACHINE_LEARNING}/vmFamily/dedicatedCores/quotas",
            "limit": limit(platform, MACHINE_LEARNING, location, name),
            "unit": "Count",
            "name": {"value": name, "localizedValue": title_of(MACHINE_LEARNING, name)},
        }
        for name in families()
    ]


def workspace_quota(workspace_id: str, family: str, cores: int) -> Json:
    """Returns the limit that a workspace was set."""
    title = title_of(MACHINE_LEARNING, family)
    return {
        "id": f"{workspace_id}/quotas/{_underscored(title)}",
        "type": WORKSPACE_QUOTA,
        "limit": cores,
        "unit": "Count",
        "name": {"value": family, "localizedValue": title},
    }


def sizes(location: str) -> list[Json]:
    """Returns the sizes of machines that a region has."""
    return [
        {
            "name": sku.name,
            "family": sku.family.name,
            "vCPUs": sku.vcpus,
            "gpus": sku.gpus,
            "memoryGB": float(sku.memory_gib),
            "lowPriorityCapable": True,
            "premiumIO": True,
            "supportedComputeTypes": ["AmlCompute", "ComputeInstance"],
        }
        for sku in compute_skus().values()
        if location in sku.family.regions
    ]


def family_of(name: str) -> str | None:
    """Returns the family that a quota's name stands for, as it is or as ids write it; None for none."""
    wanted = _underscored(name).lower()
    for each in families():
        if wanted in (each.lower(), _underscored(title_of(MACHINE_LEARNING, each)).lower()):
            return each
    return None


def _row(location: str, kind: str, name: str, title: str, used: int, cores: int) -> Json:
    return {
        "id": f"{_scope(location)}/usages/{_underscored(title)}",
        "type": f"{MACHINE_LEARNING}/{kind}",
        "unit": "Count",
        "currentValue": used,
        "limit": cores,
        "name": {"value": name, "localizedValue": title},
    }


def _scope(location: str) -> str:
    return f"{SUBSCRIPTION_SCOPE}/providers/{MACHINE_LEARNING}/locations/{location}"


def _underscored(title: str) -> str:
    return title.replace(" ", "_")
