"""The project's own trainer and model server behind jobs and endpoints, on tiny random weights."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local_azure.machine import default_compute
from tests import prepared
from tests.local_azure.machinelearning.fine_tuning import ENDED, details, job_body, log_of, mlflow, upload_rows
from tests.local_azure.machinelearning.running import ML, PROJECT, RunningAzure, make_project

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def real_azure(azurite: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAzure]:
    prepared.training_python()
    with RunningAzure(tmp_path_factory.mktemp("azure"), ROOT, default_compute) as running:
        make_project(running)
        yield running


def test_a_job_trains_for_real_and_its_endpoint_answers_with_what_came_of_it(real_azure: RunningAzure) -> None:
    azure = real_azure
    train, validation = upload_rows(azure, "train.jsonl", 24), upload_rows(azure, "validation.jsonl", 4)
    azure.call("PUT", f"{PROJECT}/jobs/real", job_body(train, validation)).raise_for_status()
    run = azure.poll(lambda: details(azure, "real"), lambda run: run["status"] in ENDED, 600)
    assert run["status"] == "Completed", log_of(azure, run)
    losses = mlflow(azure, "metrics/get-history", run_id="real", metric_key="eval_loss")["metrics"]
    assert losses[-1]["value"] < losses[0]["value"]
    modules = {"modelSettings": {"modelId": f"{PROJECT}/models/tuned/versions/1"}, "authMode": "AAD"}
    azure.put(f"{PROJECT}/serverlessEndpoints/real", {"location": "eastus2", "properties": modules})
    body = {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 8, "temperature": 0}
    answer = azure.call("POST", "https://real.eastus2.models.ai.azure.com/v1/chat/completions", body, audience=ML)
    assert answer.status_code == 200, answer.text
    assert answer.json()["model"].startswith("tiny-random+tuned.1")
    azure.delete(f"{PROJECT}/serverlessEndpoints/real")
