"""tunestack local snapshot: save, list, restore and delete, while it runs and while it doesn't."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from local_azure.command_line.main import main
from local_azure.snapshots.state import READY

Run = Callable[..., Result]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    made = tmp_path / "local"
    made.mkdir()
    (made / "state.sqlite").write_text("before")
    return made


@pytest.fixture
def run(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process, on a folder whose local Azure doesn't run."""
    monkeypatch.setenv("TUNESTACK_LOCAL_DIR", str(directory))
    return lambda *arguments: CliRunner().invoke(main, ["snapshot", *arguments])


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Runs the command line as a process of its own; stops what it started."""

    def call(*arguments: str) -> str:
        command = [sys.executable, "-m", "local_azure", *arguments]
        environment = {**os.environ, "TUNESTACK_LOCAL_DIR": str(tmp_path / "running")}
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout

    yield call
    call("stop")


def test_a_state_is_saved_listed_restored_and_deleted(run: Run, directory: Path) -> None:
    assert run("list").output == "There are no snapshots; save one with: tunestack local snapshot save NAME\n"
    assert run("save", "first").output == "Saved first: 1 files, 0.0 MB.\n"
    (directory / "state.sqlite").write_text("after")
    assert run("save", "second").exit_code == 0
    listed = json.loads(run("list", "--output", "json").output)
    assert [(each["name"], each["files"], each["bytes"], each["problem"]) for each in listed] == [
        ("first", 1, 6, None),
        ("second", 1, 5, None),
    ]
    assert run("restore", "first").output.startswith("Restored first of 20")
    assert (directory / "state.sqlite").read_text() == "before"
    assert run("delete", "first").output == "Deleted first.\n"
    assert run("list").output.startswith("second  20")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("save", "../up"), "'../up' can't name a snapshot"),
        (("restore", ".."), "'..' can't name a snapshot"),
        (("delete", "/"), "'/' can't name a snapshot"),
        (("save", "there"), "there is a snapshot 'there' already"),
        (("restore", "gone"), "there is no snapshot 'gone'; there are: there"),
        (("delete", "gone"), "there is no snapshot 'gone'; there are: there"),
    ],
)
def test_what_cannot_be_done_is_told_with_exit_code_2(run: Run, arguments: tuple[str, str], told: str) -> None:
    run("save", "there")
    refused = run(*arguments)
    assert (refused.exit_code, told in refused.output) == (2, True), refused.output
    assert "Traceback" not in refused.output


def test_a_snapshot_that_cannot_be_used_is_listed_with_the_reason(run: Run, directory: Path) -> None:
    run("save", "first")
    (directory / "snapshots" / "first" / "state" / "state.sqlite").unlink()
    assert run("list").output == ("the snapshot 'first' is damaged: files are missing or were changed; delete it\n")
    assert json.loads(run("list", "--output", "json").output)[0]["name"] == "first"


def test_a_disk_that_is_full_is_told_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("local_azure.snapshots.snapshots.copy_state", full)
    refused = run("save", "first")
    assert (refused.exit_code, refused.output) == (1, "Error: [Errno 28] No space left on device\n")


def test_where_it_runs_it_is_stopped_for_the_moment_and_runs_again(process: Callable[..., str], tmp_path: Path) -> None:
    process("start", "--weights", "tiny-random")
    ran = json.loads(process("status", "--output", "json"))
    secret = (tmp_path / "running" / "credentials.json").read_bytes()
    process("snapshot", "save", "first")
    runs = json.loads(process("status", "--output", "json"))
    assert (runs["answers"], runs["proxy_port"]) == (True, ran["proxy_port"])
    process("reset")
    process("start")
    assert (tmp_path / "running" / "credentials.json").read_bytes() != secret
    process("snapshot", "restore", "first")
    assert json.loads(process("status", "--output", "json"))["answers"] is True
    assert (tmp_path / "running" / "credentials.json").read_bytes() == secret


def test_a_start_finishes_a_restore_that_was_interrupted(process: Callable[..., str], tmp_path: Path) -> None:
    running = tmp_path / "running"
    process("start", "--weights", "tiny-random")
    process("stop")
    (running / READY).mkdir()
    (running / READY / "options.json").write_text('{"weights": "tiny-random", "record": true}')
    process("start")
    assert json.loads((running / "options.json").read_text())["record"] is True
    assert (running / "state.sqlite").exists()  # made anew: the state of the snapshot had none
    assert not (running / READY).exists()
