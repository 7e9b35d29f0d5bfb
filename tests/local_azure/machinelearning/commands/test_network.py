"""What command jobs reach: closed storage only from a subnet that it lets in."""

from collections.abc import Callable

from tests.local_azure.machinelearning.command_jobs import SIZE, body, make_environment, submit
from tests.local_azure.machinelearning.fine_tuning import details, reach
from tests.local_azure.machinelearning.running import GROUP, PROJECT, RunningAzure, make_project
from tests.local_azure.network.networks import network_body

SUBNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/inner"


def test_closed_storage_is_reached_from_the_subnet_that_it_names(start: Callable[[], RunningAzure]) -> None:
    with start() as azure:
        make_project(azure)
        azure.call("POST", f"{GROUP.split('/resourceGroups')[0]}/providers/Microsoft.Network/register")
        close_storage(azure)
        submit(azure, "outside", "true")
        run = reach(azure, "outside", "Failed")
        assert run["error"]["error"]["code"] == "AuthorizationFailure"
        cluster = f"{PROJECT}/computes/inside"
        scale = {"minNodeCount": 0, "maxNodeCount": 1}
        nodes = {"vmSize": SIZE, "scaleSettings": scale, "subnet": {"id": SUBNET}}
        azure.put(cluster, {"location": "eastus2", "properties": {"computeType": "AmlCompute", "properties": nodes}})
        make_environment(azure)
        asked = body("true", computeId=cluster, resources={"instanceCount": 1})
        azure.call("PUT", f"{PROJECT}/jobs/inside", asked).raise_for_status()
        assert reach(azure, "inside", "Completed")["status"] == "Completed", details(azure, "inside")["error"]


def close_storage(azure: RunningAzure) -> None:
    network = network_body("10.0.0.0/16", ("inner", "10.0.1.0/24"))
    network["properties"]["subnets"][0]["properties"]["serviceEndpoints"] = [{"service": "Microsoft.Storage"}]
    azure.put(SUBNET.partition("/subnets/")[0], network)
    rules = {"defaultAction": "Deny", "virtualNetworkRules": [{"id": SUBNET}]}
    account = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/sttest"
    storage = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    azure.put(account, {**storage, "properties": {"networkAcls": rules}})
