"""The checks all run, and one that fails fails the whole."""

from pathlib import Path

from toolchain.check import commands, run


def test_every_check_runs_though_an_earlier_one_failed() -> None:
    ran: list[str] = []
    said: list[str] = []

    def execute(command: list[str]) -> int:
        ran.append(command[0])
        return int(command[0] == "ruff")

    assert run({"lint": ["ruff"], "types": ["mypy"]}, execute=execute, report=said.append) == 1
    assert ran == ["ruff", "mypy"]
    assert said[-1] == "check: 1 of 2 hold: not lint"


def test_all_holding_is_success() -> None:
    assert run({"types": ["mypy"]}, execute=lambda _command: 0, report=lambda _line: None) == 0


def test_workflows_are_checked_where_there_are_any() -> None:
    assert "workflows" not in commands(Path("/clone"), ["README.md"])
    checks = commands(Path("/clone"), ["README.md", ".github/workflows/preview.yml"])
    assert checks["workflows"][1:] == [".github/workflows/preview.yml"]


def test_the_secret_scan_reads_every_tracked_file() -> None:
    assert commands(Path("/clone"), ["README.md", "Makefile"])["secrets"][-2:] == ["README.md", "Makefile"]
