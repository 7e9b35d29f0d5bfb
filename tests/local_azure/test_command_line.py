"""The commands start, stop, status, reset, env and exec, each run as a process of its own."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local_azure.locks import is_held

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "local"


@pytest.fixture
def run(directory: Path) -> Iterator[Run]:
    """Runs ``python -m local_azure`` on a folder of the test's own, and stops what it started."""
    call = command_line(directory)
    yield call
    call("stop")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a local Azure that runs already; its tests change nothing."""
    directory = tmp_path_factory.mktemp("shared") / "local"
    call = command_line(directory)
    assert call("start").returncode == 0
    yield directory
    call("stop")


def command_line(directory: Path) -> Run:
    def call(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "local_azure", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "TUNESTACK_LOCAL_DIR": str(directory), **environment},
            check=False,
        )

    return call


def status(run: Run) -> dict[str, object]:
    return json.loads(run("status", "--output", "json").stdout)


def test_it_starts_answers_and_stops(run: Run, directory: Path) -> None:
    started = run("start")
    assert (started.returncode, started.stderr) == (0, "")
    assert "proxy http://127.0.0.1:" in started.stdout
    first = status(run)
    assert first["running"] is True
    assert first["answers"] is True
    assert run("start").returncode == 0
    assert status(run)["pid"] == first["pid"]
    assert run("stop").stdout == "The local Azure is stopped.\n"
    assert status(run) == {"running": False, "answers": False, "directory": str(directory)}
    assert run("stop").returncode == 0


def test_a_restart_keeps_ports_trust_and_resources(run: Run, directory: Path) -> None:
    run("start")
    before, trust = status(run), (directory / "ca.pem").read_bytes()
    group = "https://management.azure.com/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/rg?api-version=2024-03-01"
    script = f"""
        token=$(curl -sSf https://login.microsoftonline.com/$AZURE_TENANT_ID/oauth2/v2.0/token \
            -d grant_type=client_credentials -d client_id=$AZURE_CLIENT_ID \
            -d client_secret=$AZURE_CLIENT_SECRET -d scope=https://management.azure.com/.default \
            | {shlex.quote(sys.executable)} -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')
        curl -sSf -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@" "{group}"
    """
    made = run("exec", "--", "bash", "-c", script, "-", "-X", "PUT", "-d", '{"location": "eastus2"}')
    assert made.returncode == 0, made.stderr
    run("stop")
    run("start")
    after = status(run)
    assert [after[port] for port in ("https_port", "proxy_port")] == [before["https_port"], before["proxy_port"]]
    assert (directory / "ca.pem").read_bytes() == trust
    read = run("exec", "--", "bash", "-c", script, "-")
    assert json.loads(read.stdout) == json.loads(made.stdout)


def test_a_port_that_somebody_took_meanwhile_is_left_to_them(run: Run) -> None:
    run("start")
    before = status(run)
    run("stop")
    with socket.create_server(("127.0.0.1", int(str(before["proxy_port"])))):
        assert run("start").returncode == 0
        after = status(run)
    assert after["answers"] is True
    assert after["proxy_port"] != before["proxy_port"]
    assert after["https_port"] == before["https_port"]


def test_other_weights_are_refused_while_it_runs(shared: Path) -> None:
    run = command_line(shared)
    assert run("start", "--weights", "smollm2-135m-instruct").returncode == 0
    refused = run("start", "--weights", "tiny-random")
    assert refused.returncode == 1
    assert "it runs with the weights smollm2-135m-instruct; stop it first: tunestack local stop" in refused.stderr


def test_two_starts_at_once_make_one(run: Run) -> None:
    with ThreadPoolExecutor() as pool:
        ends = list(pool.map(lambda _: run("start"), range(2)))
    assert [end.returncode for end in ends] == [0, 0], [end.stderr for end in ends]
    assert ends[0].stdout == ends[1].stdout


def test_what_a_killed_one_left_behind_does_not_count(run: Run, directory: Path) -> None:
    run("start")
    os.kill(int(str(status(run)["pid"])), signal.SIGKILL)
    while is_held(directory / "server.lock"):  # until it has ended
        threading.Event().wait(0.01)
    assert (directory / "instance.json").exists()
    assert status(run)["running"] is False
    assert run("exec", "--", "true").returncode == 2
    assert run("start").returncode == 0
    assert status(run)["answers"] is True


def test_a_start_that_fails_says_why_with_the_end_of_the_log(run: Run, directory: Path) -> None:
    directory.mkdir()
    (directory / "state.sqlite").write_text("this is no database" * 100)
    failed = run("start")
    assert failed.returncode == 1
    assert "file is not a database" in failed.stderr
    assert str(directory / "logs" / "server.log") in failed.stderr


@pytest.mark.parametrize("command", [("exec", "--", "true"), ("env",)])
def test_without_a_running_one_the_way_to_start_it_is_told(run: Run, command: tuple[str, ...]) -> None:
    refused = run(*command)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "The local Azure isn't running; start it with: tunestack local start\n"


def test_exec_leads_here_and_nowhere_else(shared: Path) -> None:
    run = command_line(shared)
    inherited = {"ALL_PROXY": "http://elsewhere:1", "AZURE_CLIENT_CERTIFICATE_PATH": "/x", "ARM_USE_OIDC": "true"}
    seen = run("exec", "--", sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))", **inherited)
    environment = json.loads(seen.stdout)
    proxy = f"http://127.0.0.1:{status(run)['proxy_port']}"
    assert {environment[name] for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")} == {proxy}
    assert environment["NO_PROXY"] == environment["no_proxy"] == "127.0.0.1,localhost"
    assert not inherited.keys() & environment.keys()
    assert environment["ARM_SUBSCRIPTION_ID"] == "5ca1ab1e-0000-4000-8000-000000000001"
    assert environment["PULUMI_BACKEND_URL"] == f"file://{shared / 'pulumi-state'}"
    assert environment["PATH"].split(os.pathsep)[0].endswith(".venv/bin")


def test_our_stacks_are_judged_by_our_policies_and_other_projects_by_their_own(shared: Path, tmp_path: Path) -> None:
    show = ("exec", "--", sys.executable, "-c", "import os; print(os.environ.get('PULUMI_OPTION_POLICY_PACK'))")
    ours = f"{Path(__file__).parents[2]}/policies"
    assert command_line(shared)(*show).stdout == f"{ours}\n"
    assert command_line(shared)(*show, PULUMI_OPTION_POLICY_PACK="theirs").stdout == f"theirs,{ours}\n"
    assert command_line(shared)(*show, PULUMI_OPTION_POLICY_PACK=ours).stdout == f"{ours}\n"
    elsewhere = subprocess.run(
        [sys.executable, "-m", "local_azure", *show],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "TUNESTACK_LOCAL_DIR": str(shared)},
        check=True,
    )
    assert elsewhere.stdout == "None\n"


def test_exec_ends_with_the_commands_exit_code(shared: Path) -> None:
    run = command_line(shared)
    assert run("exec", "--", "bash", "-c", "exit 7").returncode == 7
    assert run("exec", "--", "no-such-command").returncode == 127


def test_env_prints_what_a_shell_evaluates(shared: Path) -> None:
    run = command_line(shared)
    printed = run("env").stdout
    shown = subprocess.run(
        ["bash", "-c", f"{printed}\necho $AZURE_TENANT_ID $ALL_PROXY"],
        capture_output=True,
        text=True,
        env={"ALL_PROXY": "http://elsewhere:1", "PATH": os.environ["PATH"]},
        check=True,
    )
    assert shown.stdout == "5ca1ab1e-0000-4000-8000-000000000002\n"


def test_reset_forgets_resources_and_secrets_but_keeps_trust(run: Run, directory: Path) -> None:
    run("start")
    trust = (directory / "ca.pem").read_bytes()
    assert run("reset").returncode == 0
    assert not (directory / "state.sqlite").exists()
    assert not (directory / "credentials.json").exists()
    assert status(run)["running"] is False
    run("start")
    assert (directory / "ca.pem").read_bytes() == trust


def test_secrets_are_readable_by_their_owner_alone(shared: Path) -> None:
    for name in ("ca.key", "credentials.json", "token-signing.key", "instance.json"):
        assert (shared / name).stat().st_mode & 0o777 == 0o600, name


def test_exec_from_a_subnet_names_it_to_the_proxy_and_refuses_what_is_no_subnet(shared: Path) -> None:
    subnet = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/inner"
    call = command_line(shared)
    script = "curl -sSf 'https://management.azure.com/metadata/endpoints?api-version=2022-09-01' && echo $HTTPS_PROXY"
    done = call("exec", "--from-subnet", subnet, "--", "bash", "-c", script)
    assert done.returncode == 0, done.stderr
    assert "http://%2Fsubscriptions%2Fs%2F" in done.stdout
    refused = call("exec", "--from-subnet", "inner", "--", "true")
    assert refused.returncode == 2
    assert "isn't the id of a subnet" in refused.stderr
