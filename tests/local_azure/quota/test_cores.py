"""The port cores: quota of a family and of a workspace, machines that run out, and cores that come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local_azure.errors import AzureError
from local_azure.options import Options
from local_azure.quota.cores import Cores
from tests.local_azure.running import LocalAzure, group_id

FAMILY = "standardNCADSA100v4Family"
WORKSPACE = f"{group_id('rg')}/providers/Microsoft.MachineLearningServices/workspaces/ws"
CLUSTER = f"{WORKSPACE}/computes/gpu"


@pytest.fixture
def azure(tmp_path: Path) -> Iterator[LocalAzure]:
    """A local Azure with 48 cores of A100 machines in each region, and none of the T4 machines left."""
    quota = {FAMILY: 48, "standardNCASv3_T4Family": 16}
    chosen = Options(weights="tiny-random", core_quota=quota, no_capacity=("standardNCASv3_T4Family",))
    with LocalAzure(tmp_path, options=chosen) as running:
        yield running


@pytest.fixture
def cores(azure: LocalAzure) -> Cores:
    return azure.platform.require("cores", Cores)


def test_cores_are_held_until_they_are_given_back(cores: Cores) -> None:
    cores.allocate(FAMILY.upper(), "eastus2", 24, CLUSTER)
    cores.allocate(FAMILY, "westus3", 48, f"{WORKSPACE}/computes/west")
    assert (cores.used(FAMILY, "eastus2"), cores.limit(FAMILY, "eastus2")) == (24, 48)
    cores.allocate(FAMILY, "eastus2", 48, CLUSTER)
    with pytest.raises(AzureError, match="Maximum allowed: 48, Current in use: 48, Additional requested: 24"):
        cores.require(FAMILY, "eastus2", 24, holder=f"{WORKSPACE}/computes/second")
    cores.allocate(FAMILY, "eastus2", 0, CLUSTER)
    cores.require(FAMILY, "eastus2", 48)


def test_quota_does_not_make_machines(cores: Cores) -> None:
    cores.require("standardNCASv3_T4Family", "eastus2", 4)
    with pytest.raises(AzureError) as refused:
        cores.allocate("standardNCASv3_T4Family", "eastus2", 4, CLUSTER)
    assert (refused.value.status, refused.value.code) == (409, "OutOfCapacity")
    assert cores.used("standardNCASv3_T4Family", "eastus2") == 0


def test_what_is_held_shows_in_usages(azure: LocalAzure, cores: Cores) -> None:
    cores.allocate(FAMILY, "eastus2", 24, CLUSTER)
    provider = f"{group_id('rg').rsplit('/resourceGroups', 1)[0]}/providers/Microsoft.MachineLearningServices"
    rows = azure.call("GET", f"{provider}/locations/eastus2/usages").json()["value"]
    dedicated = next(row for row in rows if row["name"]["localizedValue"].startswith("Standard NCADSA100v4 Family"))
    assert (dedicated["currentValue"], dedicated["limit"]) == (24, 48)
    assert dedicated["id"].endswith("/usages/Standard_NCADSA100v4_Family_Cluster_Dedicated_vCPUs")
    total = next(row for row in rows if row["type"].endswith("/totalCores/usages"))
    assert total["currentValue"] == 24
    low = [row for row in rows if row["type"].endswith("/vmFamily/lowPriorityCores/usages")]
    assert {row["limit"] for row in low} == {-1}


def test_a_workspace_may_be_held_to_less(azure: LocalAzure, cores: Cores) -> None:
    azure.register_all()
    azure.put(group_id("rg"), {"location": "eastus2"})
    account = f"{group_id('rg')}/providers/Microsoft.ContainerRegistry/registries/regforquota"
    azure.put(account, {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}})
    provider = f"{group_id('rg').rsplit('/resourceGroups', 1)[0]}/providers/Microsoft.MachineLearningServices"
    name = "Standard_NCADSA100v4_Family_Cluster_Dedicated_vCPUs"
    rows = [
        {"id": f"{account}/quotas/{name}", "limit": 24},
        {"id": f"{account}/quotas/{name}", "limit": 96},
        {"id": f"{account}/quotas/Standard_Z", "limit": 1},
        {"id": f"{WORKSPACE}/quotas/{name}", "limit": 1},
    ]
    answer = azure.call("POST", f"{provider}/locations/eastus2/updateQuotas", {"value": rows}).json()["value"]
    assert [row["status"] for row in answer] == [
        "Success",
        "InvalidQuotaExceedsSubscriptionLimit",
        "InvalidVMFamilyName",
        "Failure",
    ]
    cores.require(FAMILY, "eastus2", 24, holder=f"{account}/computes/gpu")
    with pytest.raises(AzureError, match="Maximum allowed: 24"):
        cores.require(FAMILY, "eastus2", 48, holder=f"{account}/computes/gpu")
    listed = azure.call("GET", f"{provider}/locations/eastus2/quotas").json()["value"]
    assert {(row["limit"], row["name"]["value"]) for row in listed if row["name"]["value"] == FAMILY} == {
        (48, FAMILY),
        (24, FAMILY),
    }


def test_sizes_are_those_of_the_region(azure: LocalAzure) -> None:
    provider = f"{group_id('rg').rsplit('/resourceGroups', 1)[0]}/providers/Microsoft.MachineLearningServices"
    east = azure.call("GET", f"{provider}/locations/eastus2/vmSizes").json()["value"]
    west = azure.call("GET", f"{provider}/locations/westus/vmSizes").json()["value"]
    gpu = next(size for size in east if size["name"] == "Standard_NC24ads_A100_v4")
    assert (gpu["vCPUs"], gpu["gpus"]) == (24, 1)
    assert "Standard_NC24ads_A100_v4" not in {size["name"] for size in west}
    assert "Standard_E4s_v3" in {size["name"] for size in west}
