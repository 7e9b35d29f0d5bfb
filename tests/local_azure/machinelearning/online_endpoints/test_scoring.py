"""Asking an endpoint: who may, which deployment answers, within which limits, and what its failures look like."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

import httpx
import pytest

from local_azure.machinelearning.online_endpoints.request_counts import RequestCounts
from local_azure.tokens import Principal
from tests.local_azure.machinelearning.online_endpoints.deploying import (
    RAW,
    deploy,
    endpoint_body,
    key_of,
    log_of,
    make_endpoint,
    score,
    set_traffic,
)
from tests.local_azure.machinelearning.running import ML, PROJECT, RunningAzure
from tests.local_azure.running import PATIENCE_SECONDS

STRANGER = Principal("5ca1ab1e-0000-4000-8000-0000000000ba", "5ca1ab1e-0000-4000-8000-0000000000bb", "stranger")
WAITING = """
import pathlib, time
def init():
    pass
def run(data):
    while not pathlib.Path({note!r}, "go").exists():
        time.sleep(0.01)
    return "done"
"""
PARTS = """
import pathlib, time
from azureml_inference_server_http.api.aml_request import rawhttp
from azureml_inference_server_http.api.aml_response import AMLResponse

def parts():
    yield "first"
    while not pathlib.Path({note!r}, "go").exists():
        time.sleep(0.01)
    yield "second"

def init():
    pass

@rawhttp
def run(request):
    return AMLResponse(parts(), 200, {{"Content-Type": "text/event-stream"}})
"""
STOPPING = """
import json, os, signal, threading
def init():
    pass
def run(data):
    if not json.loads(data):
        os.kill(os.getpid(), signal.SIGSTOP)
        threading.Event().wait()  # another thread may be the first that is stopped
    return json.loads(data)
"""


def raw(azure: RunningAzure, name: str) -> str:
    endpoint = make_endpoint(azure, name)
    deploy(azure, endpoint, "blue", RAW)
    set_traffic(azure, endpoint, blue=100)
    return endpoint


def test_either_key_opens_an_endpoint_and_nothing_else_does(azure: RunningAzure) -> None:
    endpoint = raw(azure, "by-key")
    keys = azure.call("POST", f"{endpoint}/listKeys").json()
    asked = {"body": 1, "status": 200}
    for key in keys.values():
        assert score(azure, endpoint, asked, token=key).status_code == 200
    for shown in ("wrong", azure.token(ML)):
        assert score(azure, endpoint, asked, token=shown).status_code == 401
    assert azure.http.post("https://by-key.eastus2.inference.ml.azure.com/score", json={}).status_code == 401


def test_an_entra_token_needs_the_role_to_score(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "by-entra", "AADToken")
    deploy(azure, endpoint, "blue")
    set_traffic(azure, endpoint, "AADToken", blue=100)
    azure.platform.tokens.register(STRANGER)
    assert score(azure, endpoint, 1, token=azure.token(ML)).json()["said"] == 1
    assert score(azure, endpoint, 1, token=azure.platform.tokens.issue(STRANGER, ML)).status_code == 403
    assert score(azure, endpoint, 1, token=azure.token()).status_code == 401


def test_a_token_of_azure_ml_opens_its_endpoint_alone(azure: RunningAzure) -> None:
    one, other = (make_endpoint(azure, name, "AMLToken") for name in ("by-token", "by-other-token"))
    deploy(azure, one, "blue")
    token = azure.call("POST", f"{one}/token").json()
    assert token["refreshAfterTimeUtc"] < token["expiryTimeUtc"]
    assert score(azure, one, 1, token=token["accessToken"], azureml_model_deployment="blue").status_code == 200
    assert score(azure, other, 1, token=token["accessToken"]).status_code == 401


def test_without_traffic_or_with_an_unknown_deployment_there_is_no_answer(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "idle")
    deploy(azure, endpoint, "blue")
    assert "no valid deployment with positive weight" in score(azure, endpoint, 1).text
    assert score(azure, endpoint, 1, azureml_model_deployment="green").status_code == 404
    assert azure.http.post("https://nobody.eastus2.inference.ml.azure.com/score", json=1).status_code == 404


def test_a_raw_script_sees_the_request_and_sets_the_answer(azure: RunningAzure) -> None:
    endpoint = raw(azure, "raw")
    answer = score(azure, endpoint, {"body": {"a": 1}, "status": 200}, x_ms_client_request_id="mine")
    assert (answer.json(), answer.headers["x-own"]) == ({"a": 1}, "yes")
    assert answer.headers["x-ms-client-request-id"] == "mine"
    assert len(answer.headers["x-request-id"]) == 36
    url, key = "https://raw.eastus2.inference.ml.azure.com", {"Authorization": f"Bearer {key_of(azure, endpoint)}"}
    got = azure.http.get(f"{url}/score?a=1&b=two", headers=key).json()
    assert got == {"args": {"a": "1", "b": "two"}, "path": "/score"}
    assert "/score" in azure.http.get(f"{url}/swagger.json", headers=key).json()["paths"]


def test_an_answer_is_passed_on_as_it_comes(azure: RunningAzure) -> None:
    endpoint = raw(azure, "streams")
    answer = score(azure, endpoint, {"stream": ["one", "two"]})
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.text == "data: one\n\ndata: two\n\n"


def test_a_part_of_an_answer_comes_before_the_next_one_is_made(azure: RunningAzure, tmp_path: Path) -> None:
    endpoint = make_endpoint(azure, "parts")
    deploy(azure, endpoint, "blue", PARTS.format(note=str(tmp_path)))
    url = "https://parts.eastus2.inference.ml.azure.com/score"
    headers = {"Authorization": f"Bearer {key_of(azure, endpoint)}", "azureml-model-deployment": "blue"}
    with azure.http.stream("POST", url, json=1, headers=headers) as answer:
        parts = answer.iter_text()
        assert next(parts) == "first"
        (tmp_path / "go").touch()
        assert "".join(parts) == "second"


@pytest.mark.parametrize("status", [400, 500, 201])
def test_what_is_not_200_becomes_a_model_error(azure: RunningAzure, status: int) -> None:
    endpoint = f"{PROJECT}/onlineEndpoints/model-errors"
    if azure.call("GET", endpoint).status_code == 404:
        raw(azure, "model-errors")
    answer = score(azure, endpoint, {"body": "why", "status": status})
    assert (answer.status_code, answer.json()) == (424, "why")
    assert answer.headers["ms-azureml-model-error-statuscode"] == str(status)
    assert answer.headers["ms-azureml-model-error-reason"] == "model_error"


def test_a_script_that_raises_says_so_in_its_log_alone(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "raises")
    deployment = deploy(azure, endpoint, "blue", "def init():\n    pass\ndef run(data):\n    return 1 / 0\n")
    answer = score(azure, endpoint, 1, azureml_model_deployment="blue")
    assert (answer.status_code, answer.headers["ms-azureml-model-error-statuscode"]) == (424, "500")
    assert "division" not in answer.text
    assert "ZeroDivisionError" in log_of(azure, deployment)


def test_a_request_that_takes_too_long_times_out(azure: RunningAzure, tmp_path: Path) -> None:
    endpoint = make_endpoint(azure, "slow")
    deploy(
        azure,
        endpoint,
        "blue",
        WAITING.format(note=str(tmp_path)),
        requestSettings={"requestTimeout": "PT0.2S"},
    )
    assert score(azure, endpoint, 1, azureml_model_deployment="blue").status_code == 408
    (tmp_path / "go").touch()


def test_more_requests_than_twice_what_runs_are_turned_away(azure: RunningAzure, tmp_path: Path) -> None:
    endpoint = make_endpoint(azure, "busy")
    limits = {"requestTimeout": "PT180S", "maxConcurrentRequestsPerInstance": 1}
    deploy(azure, endpoint, "blue", WAITING.format(note=str(tmp_path)), requestSettings=limits)
    key = key_of(azure, endpoint)

    def ask(_number: int) -> httpx.Response:
        return score(azure, endpoint, 1, token=key, azureml_model_deployment="blue")

    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(ask, number) for number in range(3)]
        first, _others = wait(asked, timeout=PATIENCE_SECONDS, return_when=FIRST_COMPLETED)
        (tmp_path / "go").touch()  # the others were waiting for it: who was answered before was turned away
        answers = [each.result() for each in asked]
    assert sorted(answer.status_code for answer in answers) == [200, 200, 429]
    turned_away = next(iter(first)).result()
    assert turned_away.headers["ms-azureml-model-error-reason"] == "too_many_pending_request"


def test_a_script_that_ends_while_it_answers_is_started_again(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "crashes")
    script = "import json, os\ndef init():\n    pass\ndef run(data):\n    return json.loads(data) or os._exit(7)\n"
    deployment = deploy(azure, endpoint, "blue", script)
    assert score(azure, endpoint, 0, azureml_model_deployment="blue").status_code == 502
    assert score(azure, endpoint, 5, azureml_model_deployment="blue").json() == 5
    assert "ended with exit status 7" in log_of(azure, deployment)


def test_a_script_that_does_not_come_up_again_is_unhealthy(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "unhealthy")
    script = """
import os, pathlib
note = pathlib.Path("once")
def init():
    if note.exists():
        raise RuntimeError("not a second time")
    note.touch()
def run(data):
    os._exit(7)
"""
    deployment = deploy(azure, endpoint, "blue", script)
    assert score(azure, endpoint, 1, azureml_model_deployment="blue").status_code == 502
    answer = score(azure, endpoint, 1, azureml_model_deployment="blue")
    assert (answer.status_code, answer.headers["ms-azureml-model-error-reason"]) == (503, "model_not_ready")
    assert "second time" not in answer.text
    assert "not a second time" in log_of(azure, deployment)


def test_a_script_that_hangs_is_found_by_its_probe_and_started_again(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "hangs")
    # So patient that a busy machine alone doesn't end the script that has been started again.
    probe = {"period": "PT0.2S", "timeout": "PT1S", "failureThreshold": 4, "initialDelay": "PT180S"}
    deployment = deploy(azure, endpoint, "blue", STOPPING, livenessProbe=probe)
    assert score(azure, endpoint, 0, azureml_model_deployment="blue").status_code == 502
    assert "doesn't answer its probes" in log_of(azure, deployment)
    assert score(azure, endpoint, 1, azureml_model_deployment="blue").json() == 1


def test_mirrored_requests_reach_their_deployment_and_answer_nobody(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "mirrors")
    deploy(azure, endpoint, "blue")
    green = deploy(azure, endpoint, "green", "def init():\n    pass\ndef run(data):\n    print('mirrored', data)\n")
    azure.put(endpoint, endpoint_body(traffic={"blue": 100}, mirrorTraffic={"green": 50}))
    names = {score(azure, endpoint, number).json()["name"] for number in range(30)}
    assert names == {"blue"}
    log = azure.poll(lambda: log_of(azure, green), lambda log: "mirrored" in log)
    assert log.count("mirrored") < 30


def test_requests_are_counted_by_minute_and_status(azure: RunningAzure) -> None:
    endpoint = raw(azure, "counted")
    for status in (200, 200, 500):
        score(azure, endpoint, {"body": 1, "status": status})

    def counted() -> dict[str, int]:
        counts = RequestCounts(azure.platform.store).of(f"{endpoint}/deployments/blue")
        assert all(count["seconds"] > 0 for count in counts)
        return {name: sum(each["statuses"].get(name, 0) for each in counts) for name in ("2xx", "4xx")}

    azure.poll(counted, lambda sums: sums == {"2xx": 2, "4xx": 1})
    azure.delete(endpoint)
    assert RequestCounts(azure.platform.store).of(f"{endpoint}/deployments/blue") == []
