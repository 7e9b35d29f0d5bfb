"""What a killed server had started is ended before the next one, and nothing else is."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_azure.instance_file import InstanceFile, write_instance
from local_azure.leftovers import PROCESSES, end_leftovers

pytestmark = pytest.mark.skipif(not PROCESSES.is_dir(), reason="this system has no /proc to find processes by")

START_TWO = """
import subprocess, sys
for folder in sys.argv[1:]:
    print(subprocess.Popen(["sleep", "300"], cwd=folder, stdout=subprocess.DEVNULL).pid)
"""

# Starts a program in a folder and goes when the program has said a word.
START_ONE = """
import subprocess, sys
program = subprocess.Popen([sys.executable, "-c", sys.argv[1]], cwd=sys.argv[2], stdout=subprocess.PIPE)
print(program.stdout.readline().decode().strip(), flush=True)
"""
WRITES_WHEN_ASKED = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
print("ready", flush=True)
signal.sigwait([signal.SIGTERM])
with open("held", "w") as held:
    held.write("written")
"""
HEARS_NOTHING = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
while True:
    signal.pause()
"""


@pytest.fixture
def orphans(tmp_path: Path) -> Iterator[tuple[Path, int, int]]:
    """An instance's folder whose server is gone, with one process in that folder and one elsewhere."""
    directory, elsewhere = tmp_path / "local", tmp_path / "elsewhere"
    directory.mkdir()
    elsewhere.mkdir()
    leader = subprocess.Popen(
        [sys.executable, "-c", START_TWO, str(directory), str(elsewhere)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd="/",
    )
    ours, other = (int(line) for line in leader.communicate(timeout=30)[0].split())
    write_instance(directory, InstanceFile(leader.pid, 1, 2, "then"))
    yield directory, ours, other
    for pid in (ours, other):
        subprocess.run(["kill", "-9", str(pid)], check=False, stderr=subprocess.DEVNULL)


def test_its_programs_are_ended_and_no_others(orphans: tuple[Path, int, int]) -> None:
    directory, ours, other = orphans
    assert end_leftovers(directory) == [ours]
    assert runs(other)


def test_a_program_is_asked_first_and_may_write_down_what_it_holds(tmp_path: Path) -> None:
    leave(tmp_path, WRITES_WHEN_ASKED)
    assert len(end_leftovers(tmp_path)) == 1
    assert (tmp_path / "held").read_text() == "written"


def test_a_program_that_does_not_hear_is_ended_by_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local_azure.leftovers.GRACE_SECONDS", 0.1)
    leave(tmp_path, HEARS_NOTHING)
    (pid,) = end_leftovers(tmp_path)
    while runs(pid):
        threading.Event().wait(0.01)


def test_without_a_server_before_there_is_nothing_to_end(tmp_path: Path) -> None:
    assert end_leftovers(tmp_path) == []


def leave(directory: Path, program: str) -> None:
    """Lets a server of that folder start a program and go."""
    server = subprocess.Popen(
        [sys.executable, "-c", START_ONE, program, str(directory)],
        stdout=subprocess.PIPE,
        start_new_session=True,
        cwd="/",
    )
    assert server.communicate(timeout=30)[0] == b"ready\n"
    write_instance(directory, InstanceFile(server.pid, 1, 2, "then"))


def runs(pid: int) -> bool:
    """Returns whether a process runs: it is there and hasn't ended."""
    try:
        return (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):  # before the file was opened, or before it was read
        return False
