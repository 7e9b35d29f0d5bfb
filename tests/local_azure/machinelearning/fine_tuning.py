"""Fine-tuning jobs of tests: their rows, their bodies, and where they stand."""

import json
from collections.abc import Mapping
from typing import Any

from tests.local_azure.machinelearning.running import PROJECT, STORAGE, RunningAzure

API_HOST = "https://eastus2.api.azureml.ms"
PHI = "azureml://registries/azureml/models/Phi-3-mini-128k-instruct"
ENDED = {"Completed", "Failed", "Canceled"}


def rows(count: int, **extra: str) -> str:
    """Returns that many chat rows as JSON Lines, each with further members."""
    turns = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]
    return "".join(json.dumps({"messages": turns, "row": number, **extra}) + "\n" for number in range(count))


def upload_rows(azure: RunningAzure, path: str, count: int = 20, **extra: str) -> str:
    """Uploads chat rows to the project's default datastore and returns their URI."""
    datastore = azure.get(f"{PROJECT}/datastores/workspaceblobstore")["properties"]
    url = f"https://{datastore['accountName']}.blob.core.windows.net/{datastore['containerName']}/{path}"
    headers = {
        "x-ms-blob-type": "BlockBlob",
        "x-ms-version": "2024-11-04",
        "Authorization": f"Bearer {azure.token(STORAGE)}",
    }
    azure.http.put(url, content=rows(count, **extra).encode(), headers=headers).raise_for_status()
    return f"azureml://datastores/workspaceblobstore/paths/{path}"


def job_body(train: str, validation: str | None = None, *, name: str = "tuned", **details: object) -> dict[str, Any]:
    """Returns the body of a fine-tuning job; ``details`` replace members of fineTuningDetails."""
    fine_tuning = {
        "modelProvider": "Custom",
        "taskType": "chatCompletion",
        "model": {"jobInputType": "mlflow_model", "uri": PHI},
        "trainingData": {"jobInputType": "uri_file", "uri": train},
        "hyperParameters": {"num_train_epochs": "2", "per_device_train_batch_size": "4", "learning_rate": "0.001"},
        **details,
    }
    if validation is not None:
        fine_tuning["validationData"] = {"jobInputType": "uri_file", "uri": validation}
    outputs = {"registered_model": {"jobOutputType": "mlflow_model", "assetName": name}}
    return {"properties": {"jobType": "FineTuning", "fineTuningDetails": fine_tuning, "outputs": outputs}}


def submit(azure: RunningAzure, name: str, *, test: str = "", model: str = "tuned") -> dict[str, Any]:
    """Submits a job whose trainer does what ``test`` says, and returns it as it was answered."""
    train = upload_rows(azure, f"rows/{name}.jsonl", test=test)
    answer = azure.call("PUT", f"{PROJECT}/jobs/{name}", job_body(train, name=model))
    body: dict[str, Any] = answer.raise_for_status().json()
    return body


def details(azure: RunningAzure, name: str) -> dict[str, Any]:
    """Returns the run details of a job."""
    answer = azure.call("GET", f"{API_HOST}/history/v1.0{PROJECT}/runs/{name}/details")
    body: dict[str, Any] = answer.raise_for_status().json()
    return body


def reach(azure: RunningAzure, name: str, *statuses: str) -> dict[str, Any]:
    """Returns the run details of a job once it has one of the states."""
    return azure.poll(lambda: details(azure, name), lambda run: run["status"] in statuses or run["status"] in ENDED)


def log_of(azure: RunningAzure, run: Mapping[str, Any]) -> str:
    """Returns the log of a run, by the signed URL in its details."""
    return azure.http.get(run["logFiles"]["user_logs/std_log.txt"]).raise_for_status().text


def mlflow(azure: RunningAzure, path: str, **query: str) -> dict[str, Any]:
    """Asks MLflow's REST of the project."""
    url = f"{API_HOST}/mlflow/v1.0{PROJECT}/api/2.0/mlflow/{path}"
    token = {"Authorization": f"Bearer {azure.token()}"}
    body: dict[str, Any] = azure.http.get(url, params=query, headers=token).raise_for_status().json()
    return body
