"""The command line: help, exit codes, what a start imports."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli import main
from jobs.domain.errors import CloudError, DataError, PermissionDeniedError, QuotaError, RefusedError, UsageError

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "doctor",
    "data download",
    "data validate",
    "data clean",
    "data convert",
    "data split",
    "data upload",
    "run",
    "runs list",
    "runs show",
    "runs watch",
    "runs cancel",
    "runs pause",
    "runs resume",
    "runs clone",
    "models list",
    "models delete",
    "deploy",
    "deployments list",
    "deployments delete",
    "traffic",
    "evaluate",
    "compare",
    "chat",
    "report",
)

ON_THIS_MACHINE = {"data validate", "data clean", "data convert", "data split", "data download"}


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {command.split()[0]} " in shown for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([*command.split(), "--help"]) == 0
    assert f"Example: tunestack {command} " in capsys.readouterr().out


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in ON_THIS_MACHINE])
def test_every_command_in_the_cloud_takes_a_stack(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    main.run([*command.split(), "--help"])
    assert "--stack" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["no-such-command"], ["run"], ["data", "validate"], ["data", "validate", "none.jsonl"]]
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    assert main.run(arguments) == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CloudError("it broke", fix="Mend it."), 1),
        (UsageError("it broke", fix="Mend it."), 2),
        (DataError("it broke", fix="Mend it."), 3),
        (RefusedError("it broke", fix="Mend it."), 4),
        (QuotaError("it broke", fix="Mend it."), 5),
        (PermissionDeniedError("it broke", fix="Mend it."), 6),
    ],
)
def test_every_kind_of_error_has_its_exit_code_and_says_what_to_do(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(main.tunestack, "main", fail)
    assert main.run(["run", "--output", "json"]) == code
    said = capsys.readouterr()
    assert said.err == "Error: it broke\n  Mend it.\n"
    assert json.loads(said.out) == {"error": {"exit_code": code, "message": "it broke", "fix": "Mend it."}}


def test_an_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main.tunestack, "main", interrupt)
    assert main.run(["run"]) == 130


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(main.tunestack, "main", fail)
    with pytest.raises(ZeroDivisionError):
        main.run(["run"])


@pytest.mark.parametrize(
    "arguments", [["--help"], ["data", "validate", "jobs/recipes/xbox-support/train.jsonl"], ["run", "--help"]]
)
def test_a_start_imports_neither_pulumi_nor_azure(arguments: list[str]) -> None:
    program = (
        "import sys; from cli.main import run; run(sys.argv[1:]); "
        "loaded = {name.split('.')[0] for name in sys.modules}; "
        "sys.exit(', '.join(loaded & {'pulumi', 'pulumi_azure_native', 'azure', 'rich', 'jinja2'}) or 0)"
    )
    started = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert started.returncode == 0, started.stderr
