"""What jobs reach: closed storage only through the managed network, which an own key rules out altogether."""

from collections.abc import Callable
from typing import Any

from tests.local_azure.machinelearning.fine_tuning import job_body, reach, upload_rows
from tests.local_azure.machinelearning.running import GROUP, HUB, PROJECT, RunningAzure, make_project

ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/sttest"


def hub_with(azure: RunningAzure, **properties: object) -> None:
    """Writes the hub again, with further properties."""
    before: dict[str, Any] = azure.get(HUB)
    sent = {name: before[name] for name in ("location", "kind", "identity")}
    azure.put(HUB, {**sent, "properties": {**before["properties"], **properties}})


def test_a_job_reaches_closed_storage_through_the_managed_network_alone(start: Callable[[], RunningAzure]) -> None:
    with start() as azure:
        make_project(azure)
        body = job_body(upload_rows(azure, "rows/closed.jsonl"))
        closed = {"publicNetworkAccess": "Disabled"}
        sku = {"name": "Standard_LRS"}
        azure.put(ACCOUNT, {"location": "eastus2", "kind": "StorageV2", "sku": sku, "properties": closed})
        azure.call("PUT", f"{PROJECT}/jobs/outside", body).raise_for_status()
        run = reach(azure, "outside", "Failed")
        assert (run["status"], run["error"]["error"]["code"]) == ("Failed", "AuthorizationFailure")
        hub_with(azure, managedNetwork={"isolationMode": "AllowInternetOutbound"})
        azure.call("PUT", f"{PROJECT}/jobs/inside", body).raise_for_status()
        assert reach(azure, "inside", "Completed")["status"] == "Completed"
        assert azure.get(HUB)["properties"]["managedNetwork"]["status"]["status"] == "Active"
