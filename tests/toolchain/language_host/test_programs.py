"""Programs run as the engine asks, and their end reaches it."""

import json
import os
from pathlib import Path

import pytest

from tests.toolchain.language_host.running import ENGINE, RunningHost, program_info, project, run_request
from toolchain.language_host.children import Children
from toolchain.language_host.interpreters import Interpreter
from toolchain.language_host.programs import run_program


def test_a_program_is_given_the_stack_as_arguments(host: RunningHost, tmp_path: Path) -> None:
    info = project(tmp_path, 'printf "%s\\n" "$@" > arguments')
    answer = host.stub.Run(run_request(info))
    assert (answer.error, answer.bail) == ("", False)
    arguments = (tmp_path / "arguments").read_text().splitlines()
    assert Path(arguments[1]).name == "pulumi-language-python-exec"
    flags = dict(zip(arguments[2:-1:2], arguments[3:-1:2], strict=True))
    assert flags == {
        "--monitor": "127.0.0.1:2",
        "--engine": ENGINE,
        "--project": "tiny",
        "--root_directory": str(tmp_path),
        "--stack": "dev",
        "--pwd": str(tmp_path),
        "--dry_run": "true",
        "--parallel": "4",
        "--organization": "organization",
    }
    assert Path(arguments[-1]) == tmp_path


def test_a_program_is_given_its_configuration_and_its_environment(host: RunningHost, tmp_path: Path) -> None:
    info = project(tmp_path, "env > variables")
    host.stub.Run(run_request(info))
    variables = dict(line.split("=", 1) for line in (tmp_path / "variables").read_text().splitlines() if "=" in line)
    assert json.loads(variables["PULUMI_CONFIG"]) == {"tiny:name": "a value"}
    assert json.loads(variables["PULUMI_CONFIG_SECRET_KEYS"]) == ["tiny:password"]
    assert variables["VIRTUAL_ENV"] == str(tmp_path / "environment")
    assert variables["PATH"].startswith(str(tmp_path / "environment" / "bin"))


@pytest.mark.timeout(300)
def test_a_program_ends_when_the_engine_lets_go_of_it(host: RunningHost, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alive")
    call = host.stub.Run.future(run_request(project(tmp_path, "exec 3>alive; exec sleep 600")))
    with (tmp_path / "alive").open("rb") as alive:  # opens once the program runs, ends once no process holds it
        call.cancel()  # type: ignore[no-untyped-call]
        assert alive.read() == b""


def test_a_program_ends_when_the_engine_let_go_of_it_before_it_had_started(tmp_path: Path) -> None:
    request = run_request(project(tmp_path, "exec sleep 600"))
    answer = run_program(
        request,
        interpreter=Interpreter(tmp_path / "environment" / "bin" / "python", tmp_path / "environment"),
        runner=tmp_path / "pulumi-language-python-exec",
        engine_address=ENGINE,
        children=Children(),
        on_cancel=lambda _: False,  # what gRPC answers once the call is over
    )
    assert answer.error == "the Python program tiny was ended by signal 15"


@pytest.mark.parametrize(
    ("script", "error", "bail"),
    [
        ("exit 0", "", False),
        ("exit 32", "", True),
        ("exit 7", "the Python program tiny ended with exit code 7", False),
        ("kill -KILL $$", "the Python program tiny was ended by signal 9", False),
    ],
)
def test_the_end_of_a_program_reaches_the_engine(
    host: RunningHost, tmp_path: Path, script: str, error: str, *, bail: bool
) -> None:
    answer = host.stub.Run(run_request(project(tmp_path, script)))
    assert (answer.error, answer.bail) == (error, bail)


def test_a_missing_environment_is_named_with_the_fix(host: RunningHost, tmp_path: Path) -> None:
    answer = host.stub.Run(run_request(program_info(tmp_path, virtualenv="nowhere")))
    assert str(tmp_path / "nowhere") in answer.error
    assert "make setup" in answer.error


def test_a_toolchain_that_is_not_known_is_named_with_the_fix(host: RunningHost, tmp_path: Path) -> None:
    answer = host.stub.Run(run_request(program_info(tmp_path, toolchain="poetry")))
    assert "'poetry'" in answer.error
    assert "official Pulumi CLI" in answer.error
