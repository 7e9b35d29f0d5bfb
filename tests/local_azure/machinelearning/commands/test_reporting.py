"""What a running command job reports by MLflow's REST, with its own token, which opens its own run alone."""

import json

import pytest

from tests.local_azure.machinelearning.command_jobs import run, upload_code
from tests.local_azure.machinelearning.fine_tuning import API_HOST, details, log_of, mlflow
from tests.local_azure.machinelearning.running import PROJECT, RunningAzure

MLFLOW = f"{API_HOST}/mlflow/v1.0{PROJECT}/api/2.0/mlflow"
SCRIPT = """
import json, os, sys, urllib.error, urllib.request

def call(path, body=None, base=os.environ["MLFLOW_TRACKING_URI"].replace("azureml:", "https:") + "/api/2.0/mlflow/"):
    headers = {"Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(base + path, data, headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code

me = os.environ["MLFLOW_RUN_ID"]
metrics = [{"key": "loss", "value": 4.0 / step, "step": step, "timestamp": 1000 + step} for step in (1, 2)]
params = [{"key": "rate", "value": "0.1"}]
print(call("runs/get?run_id=" + me))
tags = [{"key": "a", "value": "b"}]
print(call("runs/log-batch", {"run_id": me, "metrics": metrics, "params": params, "tags": tags}))
print(call("runs/log-metric", {"run_id": me, "key": "odd", "value": float("nan"), "step": 1, "timestamp": 1}))
print(call("runs/log-parameter", {"run_id": me, "key": "rate", "value": "0.2"}))
print(call("runs/update", {"run_id": me, "status": "FINISHED"}))
print(call("runs/set-tag", {"run_id": "reported-before", "key": "a", "value": "b"}))
print(call("/jobs/" + me + "?api-version=2025-12-01", base=sys.argv[1]))
"""


def test_a_job_reports_to_its_own_run_and_to_no_other(azure: RunningAzure) -> None:
    run(azure, "reported-before", "true")
    code = upload_code(azure, "reports", {"report.py": SCRIPT})
    ended = run(azure, "reports", f"python report.py https://management.azure.com{PROJECT}", codeId=code)
    assert ended["status"] == "Completed", ended["error"]
    assert log_of(azure, ended).split() == ["200", "200", "200", "400", "200", "403", "401"]
    history = mlflow(azure, "metrics/get-history", run_id="reports", metric_key="loss")["metrics"]
    assert [(point["step"], point["value"], point["timestamp"]) for point in history] == [
        (1, 4.0, 1001),
        (2, 2.0, 1002),
    ]
    found = mlflow(azure, "runs/get", run_id="reports")["run"]["data"]
    assert {each["key"]: each["value"] for each in found["params"]} == {"rate": "0.1"}
    assert {each["key"]: each["value"] for each in found["metrics"]}["odd"] == "NaN"
    assert details(azure, "reports")["tags"] == {"a": "b"}
    assert details(azure, "reported-before")["tags"] == {}


@pytest.mark.parametrize(
    "sent",
    [
        {"key": "loss", "value": "low"},
        {"key": "loss", "value": True},
        {"key": "a|b", "value": 1},
        {"key": "loss", "value": 1, "step": "first"},
        {"key": "", "value": 1},
    ],
)
def test_a_metric_that_is_none_is_refused_in_mlflows_shape(azure: RunningAzure, sent: dict[str, object]) -> None:
    run(azure, "reported-before", "true")
    answer = azure.call("POST", f"{MLFLOW}/runs/log-metric", {"run_id": "reported-before", **sent})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


@pytest.mark.parametrize("content", [b"[]", b"none", json.dumps({"run_id": "nobody"}).encode()])
def test_a_body_without_a_run_is_refused(azure: RunningAzure, content: bytes) -> None:
    headers = {"Authorization": f"Bearer {azure.token()}"}
    assert azure.http.post(f"{MLFLOW}/runs/log-batch", content=content, headers=headers).status_code in (400, 404)


def test_an_experiment_is_there_by_its_name(azure: RunningAzure) -> None:
    found = mlflow(azure, "experiments/get-by-name", experiment_name="mine")["experiment"]
    assert (found["experiment_id"], found["lifecycle_stage"]) == ("mine", "active")
