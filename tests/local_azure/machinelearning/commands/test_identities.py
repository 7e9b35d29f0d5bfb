"""Whose rights count when a command job reads and writes data: its own identity's, the cluster's, the submitter's."""

import uuid

import pytest

from local_azure.identity import SUBSCRIPTION_ID
from tests.local_azure.machinelearning.command_jobs import SIZE, run, write
from tests.local_azure.machinelearning.running import BLOB_DATA_CONTRIBUTOR, GROUP, PROJECT, RunningAzure

ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/sttest"
BLOB_DATA_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
IDENTITIES = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
ON_CLUSTER: dict[str, object] = {"resources": {"instanceCount": 1}}


def make_identity(azure: RunningAzure, name: str, *roles: str) -> dict[str, str]:
    """Makes a user-assigned identity with roles on the project's storage and returns its ids."""
    url = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.ManagedIdentity/register"
    azure.call("POST", url).raise_for_status()
    identity = azure.put(f"{IDENTITIES}/{name}", {"location": "eastus2"})
    for role in roles:
        assign(azure, identity["properties"]["principalId"], role)
    return {**identity["properties"], "id": identity["id"]}


def assign(azure: RunningAzure, principal: str, role: str) -> None:
    definition = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/{role}"
    properties = {"principalId": principal, "principalType": "ServicePrincipal", "roleDefinitionId": definition}
    scope = f"{ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    azure.put(scope, {"properties": properties})


def make_cluster(azure: RunningAzure, name: str, *identities: str, **nodes: object) -> str:
    """Makes a cluster with user-assigned identities and returns its id."""
    scale = {"minNodeCount": 0, "maxNodeCount": 2}
    properties = {"vmSize": SIZE, "vmPriority": "Dedicated", "scaleSettings": scale, **nodes}
    body = {"location": "eastus2", "properties": {"computeType": "AmlCompute", "properties": properties}}
    if identities:
        body["identity"] = {"type": "UserAssigned", "userAssignedIdentities": {each: {} for each in identities}}
    made: str = azure.put(f"{PROJECT}/computes/{name}", body)["id"]
    return made


def message(azure: RunningAzure, name: str, cluster: str, **properties: object) -> str:
    """Runs a job on a cluster that reads and writes, and returns why it failed; empty when it hasn't."""
    words = {"words": {"jobInputType": "uri_file", "uri": write(azure, "in/identity.txt", "some words")}}
    kept = {"kept": {"jobOutputType": "uri_folder"}}
    command = "cp ${{inputs.words}} ${{outputs.kept}}/copy"
    usual = {**ON_CLUSTER, "computeId": cluster, "inputs": words, "outputs": kept}
    ended = run(azure, name, command, **{**usual, **properties})
    return "" if ended["status"] == "Completed" else str(ended["error"]["error"]["message"])


def test_a_jobs_own_identity_needs_the_roles_for_what_it_does(azure: RunningAzure) -> None:
    identity = make_identity(azure, "by-steps")
    cluster = make_cluster(azure, "by-steps", identity["id"])
    own = {"identity": {"identityType": "Managed", "clientId": identity["clientId"]}}
    refused = message(azure, "no-role", cluster, **own)
    assert "ScriptExecution.StreamAccess.Authentication" in refused
    assert "Storage Blob Data Reader" in refused
    assert identity["clientId"] in refused
    assign(azure, identity["principalId"], BLOB_DATA_READER)
    assert "ScriptExecution.WriteStreams.Authentication" in message(azure, "reader", cluster, **own)
    assign(azure, identity["principalId"], BLOB_DATA_CONTRIBUTOR)
    assert message(azure, "contributor", cluster, **own) == ""


def test_an_identity_must_be_assigned_to_where_the_job_runs(azure: RunningAzure) -> None:
    identity = make_identity(azure, "elsewhere", BLOB_DATA_CONTRIBUTOR)
    own = {"identity": {"identityType": "Managed", "clientId": identity["clientId"]}}
    refused = message(azure, "elsewhere", make_cluster(azure, "without"), **own)
    assert "has not been assigned to this resource: 'without'" in refused
    system = message(azure, "no-system", make_cluster(azure, "without"), identity={"identityType": "Managed"})
    assert "system-assigned" in system


def test_a_job_without_one_is_the_clusters_identity(azure: RunningAzure) -> None:
    identity = make_identity(azure, "of-cluster", BLOB_DATA_CONTRIBUTOR)
    assert message(azure, "of-cluster", make_cluster(azure, "with-identity", identity["id"])) == ""


@pytest.mark.parametrize("asked", [None, {"identityType": "AMLToken"}])
def test_without_any_identity_a_datastore_without_credentials_is_closed(
    azure: RunningAzure, asked: dict[str, str] | None
) -> None:
    name = "nobody-" + ("asked" if asked else "default")
    refused = message(azure, name, make_cluster(azure, "nobody"), identity=asked)
    assert "No identity was found for the job" in refused


def test_a_job_can_be_whoever_submitted_it(azure: RunningAzure) -> None:
    own = {"identity": {"identityType": "UserIdentity"}}
    assert message(azure, "submitter", make_cluster(azure, "any"), **own) == ""


def test_input_that_is_not_there_fails_the_job_by_name(azure: RunningAzure) -> None:
    uri = "azureml://datastores/workspaceblobstore/paths/nowhere.txt"
    given = {"jobInputType": "uri_file", "uri": uri}
    ended = run(azure, "no-data", "cat ${{inputs.words}}", inputs={"words": given})
    assert "ScriptExecution.StreamAccess.NotFound. The input 'words'" in ended["error"]["error"]["message"]
