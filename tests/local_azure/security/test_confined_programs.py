"""Hostile command jobs and scoring scripts: they get nothing of the caller's, of the instance's, of other jobs'."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from local_azure.confinement import landlock
from tests.local_azure.machinelearning.command_jobs import read, run, upload_code
from tests.local_azure.machinelearning.online_endpoints.deploying import (
    deployment_body,
    key_of,
    make_code,
    make_endpoint,
    score,
    upload,
)
from tests.local_azure.machinelearning.running import RunningAzure
from tests.local_azure.security.targets import another_program, targets_in

ATTACK = (Path(__file__).parent / "programs" / "attack.py").read_text(encoding="utf-8")
COMMAND = (
    "python -c 'import json, sys, attack; "
    'print(json.dumps(attack.attack(json.loads(sys.argv[1]))))\' "$TARGETS" > ${{outputs.told}}/told.json'
)
SCORING = """
import attack, json

def init():
    pass

def run(data):
    return attack.attack(json.loads(data))
"""
KNOWN = landlock.version()
pytestmark = pytest.mark.skipif(KNOWN == 0, reason="this kernel can't confine programs")


@pytest.fixture(scope="module")
def secrets() -> Any:  # noqa: ANN401 -- a generator of dict
    """Secrets in the environment of whoever runs the local Azure."""
    names = ("AWS_SECRET_ACCESS_KEY", "AZURE_CLIENT_SECRET", "GITHUB_TOKEN", "HF_TOKEN", "SSH_AUTH_SOCK")
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setenv(name, f"secret of {name}")
        yield names


@pytest.fixture(scope="module")
def job(attacked: RunningAzure, secrets: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of the attack by a command job."""
    home = tmp_path_factory.mktemp("home")
    with another_program() as port:
        targets = json.dumps(targets_in(attacked, home, port))
        code = upload_code(attacked, "attack", {"attack.py": ATTACK})
        ended = run(
            attacked,
            "attacks",
            COMMAND,
            codeId=code,
            outputs={"told": {"jobOutputType": "uri_folder"}},
            environmentVariables={"TARGETS": targets},
        )
    assert ended["status"] == "Completed", ended["error"]
    told: dict[str, Any] = json.loads(read(attacked, "azureml/attacks/told/told.json") or b"")
    return told


@pytest.fixture(scope="module")
def script(
    attacked: RunningAzure, secrets: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What came of the attack by a scoring script."""
    home = tmp_path_factory.mktemp("home")
    endpoint = make_endpoint(attacked, "attacks")
    upload(attacked, "code/attacks/attack.py", ATTACK)
    code = make_code(attacked, "attacks", SCORING)
    attacked.put(f"{endpoint}/deployments/blue", deployment_body(attacked, code))
    proxy = int(attacked.proxy.rsplit(":", 1)[1])
    with another_program() as port:
        targets = targets_in(attacked, home, port)
        targets["connect"].append(proxy)
        asked = {"azureml_model_deployment": "blue"}
        answer = score(attacked, endpoint, targets, token=key_of(attacked, endpoint), **asked)
    told: dict[str, Any] = answer.raise_for_status().json()
    return told


@pytest.fixture(params=["job", "script"])
def told(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.getfixturevalue(request.param)
    return found


def done(told: dict[str, Any], *verbs: str) -> list[str]:
    """Returns which attacks of a kind have succeeded."""
    return [what for what, outcome in told["found"].items() if what.startswith(verbs) and outcome == "done"]


def test_nothing_outside_of_its_own_folder_can_be_read(told: dict[str, Any]) -> None:
    assert done(told, "read", "list", "child") == []


def test_nothing_outside_of_its_own_folder_can_be_written(told: dict[str, Any]) -> None:
    assert done(told, "append", "link", "take", "plant") == []


@pytest.mark.skipif(landlock.SCOPES_SINCE > KNOWN, reason="this kernel doesn't hold signals")
def test_no_other_program_can_be_signalled(told: dict[str, Any]) -> None:
    assert done(told, "signal") == []


def test_no_other_program_can_be_traced_or_looked_into(told: dict[str, Any]) -> None:
    assert done(told, "trace", "look") == []


@pytest.mark.skipif(landlock.CONNECTIONS_SINCE > KNOWN, reason="this kernel doesn't hold connections")
def test_no_other_programs_port_can_be_reached(told: dict[str, Any]) -> None:
    assert done(told, "connect") == []


def test_no_secret_of_the_callers_environment_is_there(told: dict[str, Any], secrets: tuple[str, ...]) -> None:
    assert not set(secrets) & set(told["environment"])
    assert not [value for value in told["environment"].values() if value.startswith("secret of")]
    assert told["environment"]["HOME"] != os.environ["HOME"]


def test_it_is_root_no_more_and_can_not_become_it(told: dict[str, Any]) -> None:
    status = dict(line.split(":\t", 1) for line in told["status"].splitlines() if ":\t" in line)
    assert status["NoNewPrivs"] == "1"
    assert int(status["CapEff"], 16) == 0


def test_what_programs_do_every_day_goes_on_working(told: dict[str, Any]) -> None:
    assert {what: outcome for what, outcome in told["needs"].items() if outcome != "done"} == {}


def test_the_logs_say_what_the_kernel_holds(job: dict[str, Any], attacked: RunningAzure) -> None:
    log = next((attacked.directory / "jobs").glob("attacks-*/system_logs/lifecycler/*.log")).read_text()
    assert f"(Landlock {KNOWN})" in log


def test_a_job_reaches_the_local_azure(attacked: RunningAzure) -> None:
    command = (
        "python -c 'import os, socket, urllib.parse; "
        'at = urllib.parse.urlsplit(os.environ["HTTPS_PROXY"]); '
        "socket.create_connection((at.hostname, at.port)).close()'"
    )
    assert run(attacked, "reaches", command)["status"] == "Completed"


def test_processes_of_a_distributed_job_reach_any_port_of_their_own(attacked: RunningAzure) -> None:
    command = (
        'python -c \'import socket; server = socket.create_server(("127.0.0.1", 0)); '
        "socket.create_connection(server.getsockname()).close()'"
    )
    distribution = {"distributionType": "PyTorch", "processCountPerInstance": 2}
    ended = run(attacked, "ranks-meet", command, distribution=distribution)
    assert ended["status"] == "Completed", ended["error"]
