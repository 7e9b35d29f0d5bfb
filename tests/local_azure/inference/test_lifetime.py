"""The server ends when it is told to, and by itself when the process that started it has gone."""

import subprocess
import sys
import time
from pathlib import Path

from tests.local_azure.inference.conftest import SERVER, START_SECONDS, wait_for_address

# Starts the server and leaves at once when a line comes in.
PARENT = """
import subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
print(process.pid, flush=True)
sys.stdin.readline()
"""
ENVIRONMENT = {"INFERENCE_TOKEN": "secret", "OMP_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"}


def command(python: Path, tiny_model: Path, address_file: Path) -> list[str]:
    arguments = ("--model", tiny_model, "--label", "Tiny", "--address-file", address_file)
    return [str(part) for part in (python, SERVER, *arguments)]


def test_it_ends_at_sigterm_and_takes_its_address_away(python: Path, tiny_model: Path, tmp_path: Path) -> None:
    line = command(python, tiny_model, tmp_path / "address")
    with subprocess.Popen(line, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as process:
        wait_for_address(process, tmp_path / "address")
        process.terminate()
        assert process.wait(timeout=START_SECONDS) == 0
    assert not (tmp_path / "address").exists()


def test_it_ends_when_its_parent_has_gone(python: Path, tiny_model: Path, tmp_path: Path) -> None:
    line = [sys.executable, "-c", PARENT, *command(python, tiny_model, tmp_path / "address")]
    with subprocess.Popen(line, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        wait_for_address(parent, tmp_path / "address")
        parent.communicate("\n", timeout=START_SECONDS)
    until = time.monotonic() + START_SECONDS
    while (tmp_path / "address").exists():
        assert time.monotonic() < until, "the server outlived its parent"
        time.sleep(0.1)


def test_without_a_token_it_refuses_to_start(python: Path, tiny_model: Path, tmp_path: Path) -> None:
    line = command(python, tiny_model, tmp_path / "address")
    ended = subprocess.run(line, check=False, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"})
    assert ended.returncode == 2
    assert "INFERENCE_TOKEN is not set" in ended.stderr
