"""The project's own scoring script, on the tiny model that its own training script has tuned as a command job."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_azure.machine import default_compute
from tests import prepared
from tests.local_azure.machinelearning.command_jobs import upload_code
from tests.local_azure.machinelearning.commands.test_real_training import COMMAND, ENVIRONMENT, job
from tests.local_azure.machinelearning.fine_tuning import ENDED, details
from tests.local_azure.machinelearning.online_endpoints.deploying import deployment_body, log_of, make_endpoint, score
from tests.local_azure.machinelearning.running import PROJECT, RunningAzure, make_project

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
ROOT = Path(__file__).parents[4]
SERVING = ROOT / "jobs" / "serving"
CHAT = {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 5, "temperature": 0, "seed": 1}


@pytest.fixture(scope="module")
def real_azure(azurite: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAzure]:
    prepared.training_python()
    with RunningAzure(tmp_path_factory.mktemp("azure"), ROOT, default_compute) as running:
        make_project(running)
        yield running


def test_what_training_has_left_answers_chats_whole_and_streamed(real_azure: RunningAzure) -> None:
    azure = real_azure
    command = f"{COMMAND} --with-base"
    azure.call(
        "PUT", f"{PROJECT}/jobs/served", {"properties": job(azure, "served", command=command)}
    ).raise_for_status()
    run = azure.poll(lambda: details(azure, "served"), lambda run: run["status"] in ENDED, 600)
    assert run["status"] == "Completed", run["error"]
    model = f"{PROJECT}/models/served/versions/1"
    azure.put(model, {"properties": {"modelUri": "azureml://jobs/served/outputs/model", "modelType": "custom_model"}})
    endpoint = make_endpoint(azure, "real")
    code = upload_code(azure, "serving", {file.name: file.read_text(encoding="utf-8") for file in SERVING.glob("*.py")})
    deployment = f"{endpoint}/deployments/blue"
    azure.put(deployment, deployment_body(azure, code, model=model, environmentId=ENVIRONMENT))
    assert "serving " in log_of(azure, deployment)
    named = {"azureml_model_deployment": "blue"}
    tuned, base = (score(azure, endpoint, {**CHAT, "model": name}, **named).json() for name in ("tuned", "base"))
    assert (base["object"], base["choices"][0]["message"]["role"]) == ("chat.completion", "assistant")
    assert tuned["model"] != base["model"]
    streamed = score(azure, endpoint, {**CHAT, "stream": True}, **named)
    assert streamed.headers["content-type"].startswith("text/event-stream")
    events = [line.removeprefix("data: ") for line in streamed.text.splitlines() if line]
    assert events[-1] == "[DONE]"
    said = "".join(
        choice["delta"].get("content") or "" for each in events[:-1] for choice in json.loads(each)["choices"]
    )
    assert said == tuned["choices"][0]["message"]["content"]
    refused = score(azure, endpoint, {"messages": []}, **named)
    assert (refused.status_code, refused.headers["ms-azureml-model-error-statuscode"]) == (424, "400")
