"""Environments are kept by version, as they were registered."""

from tests.local_azure.machinelearning.running import PROJECT, RunningAzure

ENVIRONMENT = f"{PROJECT}/environments/training"
BODY = {"properties": {"image": "mcr.microsoft.com/azureml/openmpi", "condaFile": "name: training"}}


def test_versions_follow_each_other_and_stay_as_they_are(azure: RunningAzure) -> None:
    made = azure.put(f"{ENVIRONMENT}/versions/1", BODY)
    assert made["properties"]["osType"] == "Linux"
    assert azure.get(ENVIRONMENT)["properties"]["nextVersion"] == "2"
    changed = {"properties": {**BODY["properties"], "condaFile": "name: other"}}
    refused = azure.call("PUT", f"{ENVIRONMENT}/versions/1", changed)
    assert (refused.status_code, refused.json()["error"]["target"]) == (400, "condaFile")
    assert azure.call("PUT", f"{ENVIRONMENT}/versions/1", BODY).status_code == 200
    azure.delete(f"{ENVIRONMENT}/versions/1")


def test_an_environment_of_nothing_is_refused(azure: RunningAzure) -> None:
    answer = azure.call("PUT", f"{PROJECT}/environments/empty/versions/1", {"properties": {}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "ValidationError")
