"""The program inside a client's environment runs every command, whatever the others raise, and tells of each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from toolchain.conformance.client import CLIENTS, read_result
from toolchain.conformance.run_clients import PROGRAM

COMMANDS = """
def commands():
    yield "works", lambda: None
    yield "raises", lambda: 1 / 0
    yield "works after it and says so", lambda: print("something")
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    copy = tmp_path / "program.py"
    copy.write_text(PROGRAM.read_text())
    (tmp_path / "pytest").mkdir()
    (tmp_path / "pytest" / "commands.py").write_text(COMMANDS)
    return copy


def test_commands_are_told_of_in_order_with_what_they_raised(program: Path) -> None:
    command = [sys.executable, "-P", program, "pytest", "pytest"]
    environment = {**os.environ, "PYTHONPATH": str(CLIENTS)}
    environment.pop("CONFORMANCE_CALLS", None)
    output = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    told = [json.loads(line) for line in output.splitlines()]
    assert [one.get("command") for one in told] == [None, "works", "raises", "works after it and says so"]
    assert [one["error"] for one in told[1:]] == [None, "ZeroDivisionError: division by zero", None]
    assert [one["calls"] for one in told[1:]] == [[], [], []]
    assert read_result("pytest", output.splitlines()).version == pytest.__version__
