"""Jobs that are refused before they exist, each with the member, what was sent and what is allowed."""

from typing import Any

import pytest

from tests.local_azure.machinelearning.fine_tuning import PHI, job_body, upload_rows
from tests.local_azure.machinelearning.running import PROJECT, RunningAzure


def refusal(azure: RunningAzure, body: object, status: int = 400) -> dict[str, Any]:
    answer = azure.call("PUT", f"{PROJECT}/jobs/refused", body)
    assert answer.status_code == status
    assert azure.call("GET", f"{PROJECT}/jobs/refused").status_code == 404
    error: dict[str, Any] = answer.json()["error"]
    return error


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("num_train_epochs", "0", "greater than or equal to 1"),
        ("num_train_epochs", "many", "valid integer"),
        ("num_train_epochs", 3, "valid string"),
        ("per_device_train_batch_size", "64", "less than or equal to 32"),
        ("learning_rate", "-0.1", "greater than 0"),
        ("warmup", "0.1", "Extra inputs"),
    ],
)
def test_a_hyperparameter_out_of_range(azure: RunningAzure, name: str, value: object, says: str) -> None:
    train = upload_rows(azure, "rows/checked.jsonl")
    error = refusal(azure, job_body(train, hyperParameters={name: value}))
    assert name in error["target"] or name in error["message"]
    assert says in error["message"]


def test_a_model_that_the_registry_lacks(azure: RunningAzure) -> None:
    train = upload_rows(azure, "rows/checked.jsonl")
    error = refusal(azure, job_body(train, model={"jobInputType": "mlflow_model", "uri": f"{PHI}-unheard-of"}))
    assert "Phi-3-mini-128k-instruct-unheard-of" in error["message"]
    assert "Phi-4-mini-instruct" in error["message"]


def test_training_data_that_does_not_exist(azure: RunningAzure) -> None:
    error = refusal(azure, job_body("azureml://datastores/workspaceblobstore/paths/nowhere.jsonl"))
    assert "has no blob 'nowhere.jsonl'" in error["message"]
    assert error["target"] == "trainingData"


def test_validation_data_on_an_unknown_datastore(azure: RunningAzure) -> None:
    train = upload_rows(azure, "rows/checked.jsonl")
    error = refusal(azure, job_body(train, "azureml://datastores/other/paths/rows.jsonl"))
    assert "no datastore 'other'" in error["message"]


def test_a_public_web_address(azure: RunningAzure) -> None:
    assert "isn't one of the forms" in refusal(azure, job_body("https://example.com/rows.jsonl"))["message"]


def test_a_job_type_that_is_not_here_says_so(azure: RunningAzure) -> None:
    error = refusal(azure, {"properties": {"jobType": "Sweep"}}, status=501)
    assert error["code"] == "NotSupportedByLocalAzure"


def test_a_job_for_azure_openai_says_where_it_is_done(azure: RunningAzure) -> None:
    error = refusal(
        azure, job_body("anything", modelProvider="AzureOpenAI", hyperParameters={"nEpochs": 2}), status=501
    )
    assert error["code"] == "NotSupportedByLocalAzure"
    assert "/openai/fine_tuning/jobs" in error["message"]
