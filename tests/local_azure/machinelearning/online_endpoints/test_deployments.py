"""Deployments: brought up, put beside each other, updated, refused, and taken away with their processes."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.local_azure.machinelearning.online_endpoints.deploying import (
    ECHO,
    FAILING,
    deploy,
    deployment_body,
    folder_of,
    log_of,
    make_code,
    make_endpoint,
    make_environment,
    make_model,
    process_of,
    refusal,
    score,
    set_traffic,
)
from tests.local_azure.machinelearning.running import PROJECT, OperationFailedError, RunningAzure

READING = """
import os
from helper import shout

def init():
    global weights
    root = os.environ["AZUREML_MODEL_DIR"]
    weights = open(os.path.join(root, "weights", "part", "a.txt")).read()

def run(data):
    return shout(weights)
"""


def runs(pid: int) -> bool:
    """Returns whether a process runs; one that has ended and waits for its parent doesn't."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_script_answers_with_what_its_body_said(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "echoes")
    deployment = deploy(azure, endpoint, "blue")
    set_traffic(azure, endpoint, blue=100)
    answer = score(azure, endpoint, {"n": 1})
    assert answer.json() == {"name": "blue", "said": {"n": 1}}
    assert answer.headers["azureml-model-deployment"] == "blue"
    assert float(answer.headers["x-ms-run-fn-exec-ms"]) >= 0
    assert "init of blue" in log_of(azure, deployment)


def test_a_deployment_is_completed_as_the_service_does(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "complete")
    body = azure.get(deploy(azure, endpoint, "blue", requestSettings={"requestTimeout": "PT9S"}))
    properties: dict[str, Any] = body["properties"]
    assert properties["scaleSettings"] == {"scaleType": "Default"}
    assert properties["requestSettings"]["maxConcurrentRequestsPerInstance"] == 1
    assert properties["livenessProbe"]["failureThreshold"] == 30
    assert (properties["provisioningState"], body["sku"]["capacity"]) == ("Succeeded", 1)


def test_model_and_neighbouring_modules_are_where_the_script_looks(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "reads")
    code = make_code(azure, "reads", READING, helper="def shout(text):\n    return text.upper()\n")
    model = make_model(azure, "read-model", {"part/a.txt": "hello"})
    azure.put(f"{endpoint}/deployments/blue", deployment_body(azure, code, model=model))
    assert score(azure, endpoint, azureml_model_deployment="blue").json() == "HELLO"
    storage = log_of(azure, f"{endpoint}/deployments/blue", "StorageInitializer")
    assert storage.count("Downloading") == 2
    assert log_of(azure, f"{endpoint}/deployments/blue", "StorageInitializer", tail=1).startswith("20")


def test_a_script_gets_none_of_the_callers_environment(azure: RunningAzure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "hidden")
    endpoint = make_endpoint(azure, "clean")
    script = "import os\ndef init():\n    pass\ndef run(data):\n    return dict(os.environ)\n"
    deployment = deploy(azure, endpoint, "blue", script)
    variables = score(azure, endpoint, azureml_model_deployment="blue").json()
    assert not {"AZURE_CLIENT_SECRET", "SCORING_TOKEN", "HTTPS_PROXY"} & set(variables)
    assert variables["AZUREML_ENTRY_SCRIPT"] == "score.py"
    assert variables["HOME"] == str(folder_of(azure, deployment) / "home")


def test_a_second_deployment_stands_beside_the_first_and_takes_over_and_back(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "rollout")
    for name in ("blue", "green"):
        deploy(azure, endpoint, name)
    set_traffic(azure, endpoint, blue=70, green=30)
    names = [score(azure, endpoint, 1).json()["name"] for _ in range(40)]
    assert 4 <= names.count("green") <= 20
    set_traffic(azure, endpoint, blue=100, green=0)
    assert {score(azure, endpoint, 1).json()["name"] for _ in range(5)} == {"blue"}
    assert score(azure, endpoint, 1, azureml_model_deployment="green").json()["name"] == "green"


def test_what_has_traffic_is_not_deleted(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "in-use")
    deployment = deploy(azure, endpoint, "blue")
    set_traffic(azure, endpoint, blue=100)
    refused = azure.call("DELETE", deployment)
    assert refusal(refused).startswith("400 BadRequest")
    assert "100 % of the endpoint's traffic" in refusal(refused)
    set_traffic(azure, endpoint, blue=0)
    azure.delete(deployment)
    assert azure.call("GET", deployment).status_code == 404


def test_deleting_a_deployment_ends_its_process_and_removes_its_files(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "ends")
    deployment = deploy(azure, endpoint, "blue")
    process, folder = process_of(azure, deployment), folder_of(azure, deployment)
    assert runs(process)
    azure.delete(deployment)
    assert not runs(process)
    assert not folder.exists()


def test_deleting_an_endpoint_takes_its_deployments_along(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "goes")
    deployments = [deploy(azure, endpoint, name) for name in ("blue", "green")]
    set_traffic(azure, endpoint, blue=100)
    processes = [process_of(azure, deployment) for deployment in deployments]
    azure.delete(endpoint)
    assert not any(runs(process) for process in processes)
    assert azure.call("GET", endpoint).status_code == 404


def test_an_init_that_fails_fails_the_deployment_with_the_logs_end(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "broken")
    with pytest.raises(OperationFailedError, match=r"ResourceNotReady.*the weights are no good"):
        deploy(azure, endpoint, "blue", FAILING)
    deployment = f"{endpoint}/deployments/blue"
    assert azure.get(deployment)["properties"]["provisioningState"] == "Failed"
    assert "the weights are no good" in log_of(azure, deployment)
    assert score(azure, endpoint, azureml_model_deployment="blue").status_code == 503
    body = deployment_body(azure, make_code(azure, "mended", ECHO))
    assert "Delete and re-create" in refusal(azure.call("PUT", deployment, body))
    azure.delete(deployment)
    deploy(azure, endpoint, "blue")
    assert score(azure, endpoint, 1, azureml_model_deployment="blue").json()["name"] == "blue"


def test_an_update_that_fails_leaves_what_has_served(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "steady")
    deployment = deploy(azure, endpoint, "blue")
    process = process_of(azure, deployment)
    broken = deployment_body(azure, make_code(azure, "steady-broken", FAILING))
    with pytest.raises(OperationFailedError, match="ResourceNotReady"):
        azure.put(deployment, broken)
    assert score(azure, endpoint, 1, azureml_model_deployment="blue").json()["name"] == "blue"
    assert runs(process)
    assert "the weights are no good" in log_of(azure, deployment)


def test_an_update_replaces_the_process_and_its_files(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "renewed")
    deployment = deploy(azure, endpoint, "blue")
    process = process_of(azure, deployment)
    code = make_code(azure, "renewed-2", ECHO)
    azure.put(deployment, deployment_body(azure, code, environmentVariables={"NAME": "newer"}))
    assert score(azure, endpoint, 1, azureml_model_deployment="blue").json()["name"] == "newer"
    assert not runs(process)
    assert runs(process_of(azure, deployment))


def test_limits_change_without_a_restart(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "same")
    deployment = deploy(azure, endpoint, "blue")
    process = process_of(azure, deployment)
    azure.finish(azure.call("PATCH", deployment, {"sku": {"capacity": 2}}).raise_for_status())
    assert azure.get(deployment)["sku"]["capacity"] == 2
    assert process_of(azure, deployment) == process


def test_an_environment_that_cannot_be_built_fails_the_deployment(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "unbuilt")
    conda = "dependencies:\n- pip:\n  - unbuildable==1.0\n"
    environment = make_environment(azure, "unbuildable", conda)
    with pytest.raises(OperationFailedError, match=r"ImageBuildFailure.*can't be had"):
        deploy(azure, endpoint, "blue", environmentId=environment)


def test_a_model_without_files_fails_the_deployment(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "no-model")
    model = f"{PROJECT}/models/nothing/versions/1"
    uri = "azureml://datastores/workspaceblobstore/paths/models/nothing"
    azure.put(model, {"properties": {"modelUri": uri, "modelType": "custom_model"}})
    with pytest.raises(OperationFailedError, match=r"BadArgument.*Unable to download the model"):
        deploy(azure, endpoint, "blue", model=model)


def test_code_without_the_script_fails_the_deployment(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "no-script")
    code = make_code(azure, "no-script", ECHO)
    body = deployment_body(azure, code, codeConfiguration={"codeId": code, "scoringScript": "other.py"})
    with pytest.raises(OperationFailedError, match=r"BadArgument.*no scoring script 'other.py'"):
        azure.put(f"{endpoint}/deployments/blue", body)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"model": f"{PROJECT}/models/never/versions/1"}, "isn't registered"),
        ({"environmentId": f"{PROJECT}/environments/never/versions/1"}, "does not exist"),
        ({"codeConfiguration": {"codeId": f"{PROJECT}/codes/no/versions/1", "scoringScript": "a.py"}}, "code"),
        ({"instanceType": "Standard_DS1_v2"}, "isn't known"),
        ({"requestSettings": {"requestTimeout": "PT200S"}}, "at most 180 s"),
        ({"requestSettings": {"requestTimeout": "soon"}}, "ISO 8601"),
        ({"livenessProbe": {"failureThreshold": 0}}, "at least 1"),
        ({"codeConfiguration": None}, "NotSupportedByLocalAzure"),
        ({"scaleSettings": {"scaleType": "TargetUtilization"}}, "NotSupportedByLocalAzure"),
        ({"dataCollector": {"collections": {}, "rollingRate": "Hour"}}, "NotSupportedByLocalAzure"),
        ({"egressPublicNetworkAccess": "Disabled"}, "NotSupportedByLocalAzure"),
        ({"endpointComputeType": "Kubernetes"}, "NotSupportedByLocalAzure"),
    ],
)
def test_what_cannot_be_deployed_is_refused_at_once(azure: RunningAzure, changed: dict[str, Any], says: str) -> None:
    endpoint = make_endpoint(azure, "refuses")
    body = deployment_body(azure, make_code(azure, "refuses", ECHO), **changed)
    answer = azure.call("PUT", f"{endpoint}/deployments/blue", body)
    assert answer.status_code in (400, 501)
    assert says in refusal(answer)


def test_a_log_that_is_not_one_is_refused(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "logs")
    deployment = deploy(azure, endpoint, "blue")
    assert log_of(azure, deployment, tail=1).endswith("Ready for requests.\n")
    for body in ({"containerType": "Sidecar"}, {"tail": -1}):
        assert azure.call("POST", f"{deployment}/getLogs", body).status_code == 400


def test_a_process_ends_with_all_that_it_started(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "parents")
    script = """
import pathlib, subprocess
def init():
    child = subprocess.Popen(["sleep", "600"])
    pathlib.Path("child").write_text(str(child.pid))
def run(data):
    return 1
"""
    deployment = deploy(azure, endpoint, "blue", script)
    child = int((folder_of(azure, deployment) / "home" / "child").read_text())
    os.kill(child, 0)
    azure.delete(deployment)
    azure.poll(lambda: runs(child), lambda is_running: not is_running)


def test_a_deployment_has_a_name_that_azure_takes(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "names")
    body = deployment_body(azure, make_code(azure, "names", ECHO))
    for name in ("1st", "a", "with_underscore", "ends-"):
        assert refusal(azure.call("PUT", f"{endpoint}/deployments/{name}", body)).startswith("400 InvalidResourceName")


def test_a_model_may_be_what_a_job_has_left(azure: RunningAzure) -> None:
    from tests.local_azure.machinelearning.fine_tuning import reach, submit

    submit(azure, "for-online", model="tuned-online")
    assert reach(azure, "for-online", "Completed")["status"] == "Completed"
    endpoint = make_endpoint(azure, "of-jobs")
    script = "import os\ndef init():\n    pass\ndef run(data):\n    root = os.environ['AZUREML_MODEL_DIR']\n"
    script += "    return sorted(os.listdir(os.path.join(root, os.listdir(root)[0])))\n"
    models = ("azureml://jobs/for-online/outputs/registered_model", f"{PROJECT}/models/tuned-online/versions/1")
    for name, model in zip(("direct", "registered"), models, strict=True):
        deploy(azure, endpoint, name, script, model=model)
        assert "adapter" in score(azure, endpoint, azureml_model_deployment=name).json()
