"""Command jobs that are refused before they exist, each with the member, what was sent and what is allowed."""

from typing import Any

import pytest

from tests.local_azure.machinelearning.command_jobs import body, make_environment, run, submit
from tests.local_azure.machinelearning.running import PROJECT, RunningAzure

INPUT = {"jobInputType": "uri_file", "uri": "azureml://datastores/workspaceblobstore/paths/rows.jsonl"}


def refusal(azure: RunningAzure, status: int = 400, command: str = "true", **properties: object) -> dict[str, Any]:
    make_environment(azure)
    answer = azure.call("PUT", f"{PROJECT}/jobs/refused-command", body(command, **properties))
    assert answer.status_code == status, answer.text
    assert azure.call("GET", f"{PROJECT}/jobs/refused-command").status_code == 404
    error: dict[str, Any] = answer.json()["error"]
    return error


@pytest.mark.parametrize(
    ("properties", "target"),
    [
        ({"command": ""}, "properties.command"),
        ({"environmentId": None}, "properties.environmentId"),
        ({"inputs": {"a": {"jobInputType": "table"}}}, "properties.inputs.a.jobInputType"),
        ({"inputs": {"a": {"jobInputType": "uri_file"}}}, "inputs.a.uri"),
        ({"inputs": {"a": {"jobInputType": "literal"}}}, "inputs.a.value"),
        ({"inputs": {"a-b": INPUT}}, "properties.inputs.a-b.[key]"),
        ({"inputs": {"a": {**INPUT, "mode": "Borrow"}}}, "properties.inputs.a.mode"),
        ({"outputs": {"a": {"jobOutputType": "custom_model", "mode": "Download"}}}, "properties.outputs.a.mode"),
        ({"outputs": {"a": {"jobOutputType": "uri_folder", "uri": "https://example.com/a"}}}, "outputs.a.uri"),
        ({"identity": {"identityType": "Managed", "clientId": "me"}}, "properties.identity.clientId"),
        ({"limits": {"jobLimitsType": "Command", "timeout": "an hour"}}, "limits.timeout"),
        ({"resources": {"instanceType": "Standard_E4s_v3", "instanceCount": 0}}, "properties.resources.instanceCount"),
        ({"resources": {"instanceType": "Standard_Unheard"}}, "resources.instanceType"),
        ({"environmentVariables": {"A=B": "c"}}, "environmentVariables"),
        ({"command": "echo ${{inputs.absent}}"}, "command"),
        ({"command": "echo ${{search_space.rate}}"}, "command"),
    ],
)
def test_what_azure_would_not_take(azure: RunningAzure, properties: dict[str, object], target: str) -> None:
    assert refusal(azure, **{"command": "true", **properties})["target"] == target


@pytest.mark.parametrize(
    ("properties", "says"),
    [
        ({"environmentId": f"{PROJECT}/environments/unheard-of/versions/1"}, "environment 'unheard-of', version '1'"),
        ({"codeId": f"{PROJECT}/codes/unheard-of/versions/1"}, "code asset"),
        ({"computeId": f"{PROJECT}/computes/unheard-of", "resources": {}}, "Unknown compute target 'unheard-of'"),
        ({"inputs": {"a": {**INPUT, "uri": "azureml:unheard-of:1"}}}, "data asset 'unheard-of', version '1'"),
        ({"inputs": {"a": {**INPUT, "uri": "azureml://jobs/unheard-of/outputs/b"}}}, "no job 'unheard-of'"),
        ({"inputs": {"a": {**INPUT, "uri": "azureml://datastores/other/paths/b"}}}, "no datastore 'other'"),
        (
            {"inputs": {"a": {"jobInputType": "custom_model", "uri": "azureml:unheard-of:1"}}},
            "model 'unheard-of', version '1'",
        ),
        (
            {"inputs": {"a": {"jobInputType": "custom_model", "uri": "azureml://registries/azureml/models/None-1"}}},
            "'None-1'",
        ),
        ({"outputs": {"a": {"jobOutputType": "uri_folder", "uri": "azureml://datastores/other/paths/b"}}}, "'other'"),
    ],
)
def test_what_is_not_there(azure: RunningAzure, properties: dict[str, object], says: str) -> None:
    assert says in refusal(azure, **properties)["message"]


@pytest.mark.parametrize(
    ("properties", "says"),
    [
        ({"distribution": {"distributionType": "Mpi", "processCountPerInstance": 1}}, "Mpi"),
        ({"distribution": {"distributionType": "TensorFlow"}}, "TensorFlow"),
        ({"resources": {"instanceType": "Standard_E4s_v3", "instanceCount": 2}}, "without a distribution"),
        ({"resources": {}}, "instanceType"),
        ({"inputs": {"a": {**INPUT, "jobInputType": "mltable"}}}, "mltable"),
        ({"inputs": {"a": {**INPUT, "mode": "EvalMount"}}}, "EvalMount"),
        ({"environmentId": "azureml://registries/azureml/environments/curated/versions/1"}, "condaFile"),
    ],
)
def test_what_is_not_run_here_says_so(azure: RunningAzure, properties: dict[str, object], says: str) -> None:
    error = refusal(azure, 501, **properties)
    assert error["code"] == "NotSupportedByLocalAzure"
    assert says in error["message"]


def test_the_same_job_again_changes_nothing_and_another_one_of_its_name_is_refused(azure: RunningAzure) -> None:
    run(azure, "repeated", "true")
    shown = azure.get(f"{PROJECT}/jobs/repeated")
    assert azure.call("PUT", f"{PROJECT}/jobs/repeated", shown).status_code == 200
    assert submit(azure, "repeated", "true")["properties"]["status"] == "Completed"
    other = azure.call("PUT", f"{PROJECT}/jobs/repeated", body("false"))
    assert (other.status_code, other.json()["error"]["target"]) == (409, "command")
