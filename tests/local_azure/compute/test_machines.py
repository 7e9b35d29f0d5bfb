"""Sizes of machines and cores as Microsoft.Compute lists them."""

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.running import LocalAzure

PROVIDER = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Compute"


def test_the_provider_can_be_registered(local_azure: LocalAzure) -> None:
    answer = local_azure.call("POST", f"{PROVIDER}/register").json()
    assert answer["namespace"] == "Microsoft.Compute"


def test_usages_have_no_machines_with_gpus(local_azure: LocalAzure) -> None:
    rows = local_azure.call("GET", f"{PROVIDER}/locations/eastus2/usages").json()["value"]
    found = {row["name"]["value"]: (row["currentValue"], row["limit"]) for row in rows}
    assert found["standardNCADSA100v4Family"] == (0, 0)
    assert found["cores"] == (0, 300)
    titles = {row["name"]["localizedValue"] for row in rows}
    assert "Standard NCADSA100v4 Family vCPUs" in titles


def test_skus_tell_family_cores_and_region(local_azure: LocalAzure) -> None:
    query = "$filter=location eq 'westus'"
    rows = local_azure.call("GET", f"{PROVIDER}/skus?{query}").json()["value"]
    found = {row["name"]: row for row in rows}
    assert found["Standard_E4s_v3"]["family"] == "standardESv3Family"
    assert {"name": "vCPUs", "value": "4"} in found["Standard_E4s_v3"]["capabilities"]
    assert "Standard_NC24ads_A100_v4" not in found
    everywhere = local_azure.call("GET", f"{PROVIDER}/skus").json()["value"]
    assert ("Standard_NC24ads_A100_v4", "eastus2") in {(row["name"], *row["locations"]) for row in everywhere}


def test_another_filter_is_refused(local_azure: LocalAzure) -> None:
    assert local_azure.call("GET", f"{PROVIDER}/skus?$filter=tier eq 'Basic'").status_code == 400


def test_sizes_have_cores_and_memory(local_azure: LocalAzure) -> None:
    rows = local_azure.call("GET", f"{PROVIDER}/locations/eastus2/vmSizes").json()["value"]
    assert {"name": "Standard_E16s_v3", "numberOfCores": 16, "memoryInMB": 131072} in rows
