"""Clusters: known machines, Azure's rules for names, nodes and subnets, and cores out of the quota."""

from collections.abc import Iterator
from typing import Any

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.options import Options
from tests.local_azure.network.networks import make_network
from tests.local_azure.running import LocalAzure, group_id

GPU = "standardNCADSA100v4Family"
GROUP = group_id("rg-computes")
WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws"
STRANGER = "33333333-3333-4333-8333-333333333333"
COMPUTE_OPERATOR = "e503ece1-11d0-4e8e-8e2c-7a6c3bf38815"


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure with a workspace that nothing has to be stored in, and cores for one A100 node."""
    options = Options(weights="tiny-random", retry_after_ms=10, core_quota={GPU: 24})
    with LocalAzure(tmp_path_factory.mktemp("computes"), options=options) as running:
        running.register_all()
        running.put(GROUP, {"location": "eastus2"})
        put_workspace(running, WORKSPACE)
        yield running


def put_workspace(azure: LocalAzure, workspace_id: str, **properties: object) -> None:
    """Stores a finished workspace without its storage, of which clusters know nothing."""
    from local_azure.resources import Resource

    now = azure.platform.clock.now()
    body = {
        "location": "eastus2",
        "kind": "Default",
        "identity": {"type": "SystemAssigned"},
        "properties": {"workspaceId": workspace_id.rpartition("/")[2], **properties},
    }
    kind = "Microsoft.MachineLearningServices/workspaces"
    name = workspace_id.rpartition("/")[2]
    azure.platform.resources.put(Resource(workspace_id, kind, name, "2025-12-01", body, now, now))


def cluster(size: str = "Standard_E4s_v3", least: int = 0, most: int = 1, **members: object) -> dict[str, Any]:
    scale = {"minNodeCount": least, "maxNodeCount": most, "nodeIdleTimeBeforeScaleDown": "PT10M"}
    nodes = {"vmSize": size, "vmPriority": "Dedicated", "scaleSettings": scale, **members}
    return {
        "location": "eastus2",
        "properties": {"computeType": "AmlCompute", "disableLocalAuth": True, "properties": nodes},
    }


def compute(name: str) -> str:
    return f"{WORKSPACE}/computes/{name}"


def failure(azure: LocalAzure, name: str, body: object) -> tuple[str, str]:
    """PUTs a cluster and returns code and message of the failed operation."""
    answer = azure.call("PUT", compute(name), body)
    if answer.status_code >= 400:
        error = answer.json()["error"]
    else:
        error = azure.finish(answer).json()["error"]
        azure.delete(compute(name))
    return error["code"], error["message"]


def test_a_cluster_is_steady_without_nodes_and_keeps_what_was_asked_for(azure: LocalAzure) -> None:
    made = azure.put(compute("cpu-cluster"), cluster(most=4))
    nodes = made["properties"]["properties"]
    assert made["properties"]["provisioningState"] == "Succeeded"
    assert (nodes["allocationState"], nodes["currentNodeCount"], nodes["targetNodeCount"]) == ("Steady", 0, 0)
    expected = {"minNodeCount": 0, "maxNodeCount": 4, "nodeIdleTimeBeforeScaleDown": "PT10M"}
    assert nodes["scaleSettings"] == expected
    assert made["properties"]["disableLocalAuth"] is True
    again = azure.call("PUT", compute("cpu-cluster"), cluster(most=4))
    assert again.status_code == 200
    assert azure.call("POST", f"{compute('cpu-cluster')}/listNodes").json() == {"nodes": []}
    azure.delete(compute("cpu-cluster"))


def test_least_nodes_hold_cores_until_the_cluster_lets_go(azure: LocalAzure) -> None:
    made = azure.put(compute("gpu-one"), cluster("Standard_NC24ads_A100_v4", 1))
    assert made["properties"]["properties"]["currentNodeCount"] == 1
    code, message = failure(azure, "gpu-two", cluster("Standard_NC24ads_A100_v4", 1))
    assert (code, "Current in use: 24" in message) == ("OperationNotAllowed", True)
    azure.put(compute("gpu-one"), cluster("Standard_NC24ads_A100_v4", 0))
    azure.put(compute("gpu-two"), cluster("Standard_NC24ads_A100_v4", 1))
    for name in ("gpu-one", "gpu-two"):
        azure.delete(f"{compute(name)}?underlyingResourceAction=Delete")
    assert azure.platform.store.items("cores") == []


def test_a_quota_without_room_for_one_node_fails_the_cluster(azure: LocalAzure) -> None:
    code, message = failure(azure, "gpu-large", cluster("Standard_NC48ads_A100_v4"))
    assert code == "BadRequest"
    assert "vCPU quota of 24 and cannot accomodate for at least 1 requested managed compute node" in message


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (cluster("Standard_Nonsense"), "vmSize"),
        (cluster(least=2, most=1), "scaleSettings"),
        (cluster(most=-1), "scaleSettings"),
        (cluster(scaleSettings={"maxNodeCount": 1, "nodeIdleTimeBeforeScaleDown": "ten minutes"}), "scaleSettings"),
        (cluster(enableNodePublicIp=False), "enableNodePublicIp"),
    ],
)
def test_what_is_no_cluster_is_refused_naming_the_member(azure: LocalAzure, body: object, target: str) -> None:
    answer = azure.call("PUT", compute("refused"), body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["target"]) == (400, "ValidationError", target)
    assert azure.call("GET", compute("refused")).status_code == 404


@pytest.mark.parametrize("name", ["a", "1cluster", "under_score", "cluster-1", "c" * 25])
def test_names_are_azures(azure: LocalAzure, name: str) -> None:
    answer = azure.call("PUT", compute(name), cluster())
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidResourceName")


def test_other_kinds_of_compute_are_refused_as_not_there(azure: LocalAzure) -> None:
    body = {"location": "eastus2", "properties": {"computeType": "ComputeInstance", "properties": {}}}
    answer = azure.call("PUT", compute("instance"), body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (501, "NotSupportedByLocalAzure")


def test_a_cluster_is_deleted_and_never_detached(azure: LocalAzure) -> None:
    azure.put(compute("detached"), cluster())
    answer = azure.call("DELETE", f"{compute('detached')}?underlyingResourceAction=Detach")
    assert answer.status_code == 400
    azure.delete(f"{compute('detached')}?underlyingResourceAction=Delete")
    assert azure.call("GET", compute("detached")).status_code == 404


def test_a_subnet_is_held_by_the_cluster_in_it(azure: LocalAzure) -> None:
    subnet = make_network(azure, GROUP)
    azure.put(compute("inside"), cluster(subnet={"id": subnet}, enableNodePublicIp=False))
    refused = azure.call("DELETE", subnet)
    assert refused.json()["error"]["code"] == "InUseSubnetCannotBeDeleted"
    assert compute("inside") in refused.json()["error"]["message"]
    azure.delete(compute("inside"))
    azure.delete(subnet)
    answer = azure.call("PUT", compute("outside"), cluster(subnet={"id": subnet}))
    assert answer.json()["error"]["code"] == "InvalidResourceReference"


def test_in_a_managed_network_a_cluster_has_no_subnet(azure: LocalAzure) -> None:
    subnet, workspace = make_network(azure, GROUP, "other"), f"{WORKSPACE}-managed"
    put_workspace(azure, workspace, managedNetwork={"isolationMode": "AllowInternetOutbound"})
    answer = azure.call("PUT", f"{workspace}/computes/inside", cluster(subnet={"id": subnet}))
    assert (answer.status_code, answer.json()["error"]["target"]) == (400, "subnet")
    azure.put(f"{workspace}/computes/inside", cluster(enableNodePublicIp=False))


def test_an_identity_can_only_be_given_by_who_may_assign_it(azure: LocalAzure) -> None:
    from tests.local_azure.keyvault.vaults import assign

    identity = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/identity"
    azure.put(identity, {"location": "eastus2"})
    assign(azure, WORKSPACE, COMPUTE_OPERATOR, STRANGER)
    body = {**cluster(), "identity": {"type": "UserAssigned", "userAssignedIdentities": {identity: {}}}}
    answer = azure.call("PUT", compute("with-identity"), body, token=azure.token(object_id=STRANGER))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "LinkedAuthorizationFailed")
    assign(azure, identity, "f1a07417-d97a-45cb-824c-7a7467783830", STRANGER)
    made = azure.call("PUT", compute("with-identity"), body, token=azure.token(object_id=STRANGER))
    assert made.status_code == 201
    azure.finish(made)
    azure.delete(compute("with-identity"))


def test_the_list_of_a_subscriptions_usages_counts_the_nodes(azure: LocalAzure) -> None:
    azure.put(compute("counted"), cluster("Standard_NC24ads_A100_v4", 1))
    base = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.MachineLearningServices/locations/eastus2"
    rows = azure.call("GET", f"{base}/usages").json()["value"]
    counted = [row for row in rows if row["name"]["value"].lower() == GPU.lower() and row["currentValue"] == 24]
    assert counted
    azure.delete(compute("counted"))
