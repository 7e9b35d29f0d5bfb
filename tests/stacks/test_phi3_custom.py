"""What the journey phi3-custom declares: a workspace, clusters from no node up, and an identity for each who acts."""

import json
from typing import TYPE_CHECKING

import pytest

from catalogue.roles import roles
from tests.stacks.conftest import SUBSCRIPTION, declare

if TYPE_CHECKING:
    from tests.stacks.conftest import Declared

WORKSPACE = "azure-native:machinelearningservices:Workspace"
COMPUTE = "azure-native:machinelearningservices:Compute"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
QUOTA = "tunestack:index:Quota"
PRIVATE = {"tunestack:network": '{"profile": "private"}', "tunestack:diagnostics": "true"}
CALLER = "5ca1ab1e-0000-4000-8000-00000000000c"
ENDPOINT_ROLE = "5ca1ab1e-0000-4000-8000-00000000000d"


@pytest.fixture(scope="session")
def custom() -> "Declared":
    """The stack as its usual settings declare it."""
    return declare(journey="phi3-custom")


@pytest.fixture(scope="session")
def seed() -> "Declared":
    """The stack with the guide's one identity."""
    return declare({"tunestack:identity_profile": "seed"}, journey="phi3-custom")


@pytest.fixture(scope="session")
def private() -> "Declared":
    """The stack reached through private endpoints alone."""
    return declare(PRIVATE, journey="phi3-custom")


@pytest.fixture(scope="session")
def without_gpus() -> "Declared":
    """The stack where no GPU can be had."""
    compute = {"gpu_nodes": 0, "cpu_fallback": True}
    return declare({"tunestack:compute": json.dumps(compute)}, journey="phi3-custom")


def given(stack: "Declared") -> set[tuple[str, str, str]]:
    names = {str(role.guid): name for name, role in roles().items()}
    return {
        (names[each["roleDefinitionId"].rsplit("/", 1)[1]], each["principalId"], each["scope"].rsplit("/", 1)[1])
        for each in stack.all(ASSIGNMENT).values()
    }


def test_the_workspace_is_of_kind_default_and_holds_no_keys(custom: "Declared") -> None:
    workspace = custom.one(WORKSPACE)
    assert workspace["kind"] == "Default"
    assert workspace["systemDatastoresAuthMode"] == "Identity"
    assert workspace["identity"]["type"] == "UserAssigned"
    assert workspace["identity"]["userAssignedIdentities"] == [workspace["primaryUserAssignedIdentity"]]
    assert "managedNetwork" not in workspace
    assert custom.one("azure-native:storage:StorageAccount")["allowSharedKeyAccess"] is False


def test_there_is_no_account_and_no_name_of_one_is_released(custom: "Declared") -> None:
    assert not custom.all("azure-native:cognitiveservices:Account")
    release = custom.one("tunestack:index:NameRelease")
    assert release["accountName"] == ""
    assert release["workspaceNames"] == [custom.one(WORKSPACE)["workspaceName"]]


@pytest.mark.parametrize(
    ("cluster", "sku"), [("gpu-cluster", "Standard_NC24ads_A100_v4"), ("cpu-cluster", "Standard_E16s_v3")]
)
def test_clusters_cost_nothing_while_idle_and_let_nobody_in(cluster: str, sku: str, custom: "Declared") -> None:
    compute = custom.one(COMPUTE, cluster)
    assert compute["computeName"] == cluster
    assert compute["identity"]["userAssignedIdentities"][0].endswith("/job-identity")
    assert compute["properties"]["disableLocalAuth"] is True
    nodes = compute["properties"]["properties"]
    assert nodes["vmSize"] == sku
    assert nodes["scaleSettings"] == {"minNodeCount": 0, "maxNodeCount": 1, "nodeIdleTimeBeforeScaleDown": "PT15M"}
    assert nodes["remoteLoginPortPublicAccess"] == "Disabled"
    assert nodes["enableNodePublicIp"] is True


def test_jobs_run_on_gpus(custom: "Declared") -> None:
    assert custom.outputs["compute_name"] == custom.outputs["gpu_cluster_name"] == "gpu-cluster"
    assert custom.outputs["compute_is_fallback"] is False
    assert custom.outputs["compute_gpus"] == 1


def test_the_quota_is_that_of_the_nodes(custom: "Declared") -> None:
    quota = custom.one(QUOTA)
    assert (quota["family"], quota["location"], quota["limit"]) == ("standardNCADSA100v4Family", "eastus2", 24)
    four = declare({"tunestack:compute": '{"gpu_nodes": 4}'}, journey="phi3-custom")
    assert four.one(QUOTA)["limit"] == 96


def test_no_quota_is_asked_for_where_settings_say_so() -> None:
    asked = declare({"tunestack:compute": '{"request_quota": false}'}, journey="phi3-custom")
    assert not asked.all(QUOTA)
    assert asked.all(COMPUTE)


def test_without_gpus_jobs_run_on_cpu_and_the_outputs_say_so(without_gpus: "Declared") -> None:
    assert set(without_gpus.all(COMPUTE)) == {"cpu-cluster"}
    assert not without_gpus.all(QUOTA)
    assert without_gpus.outputs["compute_name"] == "cpu-cluster"
    assert without_gpus.outputs["compute_is_fallback"] is True
    assert "gpu_cluster_name" not in without_gpus.outputs


def test_each_identity_has_the_roles_of_its_own_steps(custom: "Declared") -> None:
    assert given(custom) == {
        ("Azure AI Administrator", "principal-of-identity", "group"),
        ("Storage Blob Data Contributor", "principal-of-identity", "storage"),
        ("Key Vault Administrator", "principal-of-identity", "vault"),
        ("AzureML Data Scientist", "object-of-caller", "workspace"),
        ("Storage Blob Data Contributor", "object-of-caller", "storage"),
        ("Managed Identity Operator", "object-of-caller", "endpoint-identity"),
        ("Storage Blob Data Contributor", "principal-of-job-identity", "storage"),
        ("AcrPull", "principal-of-job-identity", "registry"),
        ("Storage Blob Data Reader", "principal-of-endpoint-identity", "storage"),
        ("AcrPull", "principal-of-endpoint-identity", "registry"),
    }


def test_the_guides_identity_does_all_with_datastores_that_hold_keys(seed: "Declared") -> None:
    of_identity = {(role, where) for role, who, where in given(seed) if who == "principal-of-identity"}
    assert of_identity == {
        ("Contributor", "group"),
        ("Storage Blob Data Reader", "storage"),
        ("AcrPull", "registry"),
    }
    assert seed.one(WORKSPACE)["systemDatastoresAuthMode"] == "AccessKey"
    assert seed.one("azure-native:storage:StorageAccount")["allowSharedKeyAccess"] is True
    assert {*seed.all("azure-native:managedidentity:UserAssignedIdentity")} == {"identity"}
    assert seed.one(COMPUTE, "gpu-cluster")["identity"]["userAssignedIdentities"][0].endswith("/identity")


def test_a_caller_asks_endpoints_by_a_custom_role_and_nothing_else() -> None:
    caller = {"object_id": CALLER, "endpoint_role": ENDPOINT_ROLE}
    stack = declare({"tunestack:caller": json.dumps(caller)}, journey="phi3-custom")
    (assignment,) = [each for each in stack.all(ASSIGNMENT).values() if each["principalId"] == CALLER]
    assert assignment["roleDefinitionId"].endswith(ENDPOINT_ROLE)
    assert assignment["scope"].endswith("/group")
    assert assignment["principalType"] == "Group"


def test_private_means_no_public_access_and_a_managed_network(private: "Declared") -> None:
    workspace = private.one(WORKSPACE)
    assert workspace["publicNetworkAccess"] == "Disabled"
    assert workspace["managedNetwork"]["isolationMode"] == "AllowOnlyApprovedOutbound"
    assert workspace["provisionNetworkNow"] is True
    assert workspace["imageBuildCompute"] == "cpu-cluster"
    rules = workspace["managedNetwork"]["outboundRules"]
    assert {rule["type"] for rule in rules.values()} == {"PrivateEndpoint"}  # hosts are only those that settings name
    for cluster in private.all(COMPUTE).values():
        assert cluster["properties"]["properties"]["enableNodePublicIp"] is False
    endpoints = private.all("azure-native:network:PrivateEndpoint")
    assert "workspace-amlworkspace" in endpoints


def test_nobody_but_the_guides_identity_is_contributor(custom: "Declared", seed: "Declared") -> None:
    assert "Contributor" not in {role for role, _, _ in given(custom)}
    assert {who for role, who, _ in given(seed) if role == "Contributor"} == {"principal-of-identity"}


def test_an_identity_that_was_there_runs_jobs_and_endpoints_too_where_its_resources_are() -> None:
    theirs = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-theirs/providers"
    existing = {
        "identity": f"{theirs}/Microsoft.ManagedIdentity/userAssignedIdentities/id-theirs",
        "container_registry": f"{theirs}/Microsoft.ContainerRegistry/registries/crtheirs",
    }
    stack = declare({"tunestack:existing": json.dumps(existing)}, journey="phi3-custom")
    of_identity = {(role, where) for role, who, where in given(stack) if who == "principal-of-theirs"}
    assert of_identity == {
        ("Azure AI Administrator", "group"),
        ("Azure AI Administrator", "crtheirs"),
        ("Storage Blob Data Contributor", "storage"),
        ("Key Vault Administrator", "vault"),
    }
    assert stack.outputs["job_identity_id"] == stack.outputs["endpoint_identity_id"] == existing["identity"]


def test_identities_made_here_get_their_roles_even_where_existing_resources_have_theirs() -> None:
    storage = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-theirs/providers/Microsoft.Storage/storageAccounts/st"
    existing = {"storage_account": storage, "has_roles": True}
    stack = declare({"tunestack:existing": json.dumps(existing)}, journey="phi3-custom")
    at_storage = {(role, who) for role, who, where in given(stack) if where == "st"}
    assert at_storage == {
        ("Storage Blob Data Contributor", "principal-of-job-identity"),
        ("Storage Blob Data Reader", "principal-of-endpoint-identity"),
    }
