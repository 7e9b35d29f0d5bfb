"""Programs of other environments: what they are given, what comes back, and that nothing of them outlives their use."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jobs.domain.errors import UsageError
from jobs.promptflow import programs
from jobs.promptflow.programs import Finished, environment_of, run, started

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
print(child.pid, flush=True)
child.wait()
"""


def is_running(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_program_gets_its_input_and_variables_and_returns_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("KEPT", "kept")
    told = "import os, sys; print(sys.stdin.read(), os.getcwd(), *map(os.environ.get, ['KEPT', 'NEW', 'PYTHONPATH']))"
    program = [sys.executable, "-c", f"{told}; print('oops', file=sys.stderr); sys.exit(3)"]
    finished = run(program, folder=tmp_path, variables={"NEW": "new"}, given="hello")
    assert finished == Finished(3, f"hello {tmp_path} kept new None\n", "oops\n")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no /proc to look for processes in")
def test_what_a_program_started_ends_with_it_when_it_is_interrupted(tmp_path: Path) -> None:
    seen: list[int] = []

    def interrupted() -> None:
        with started([sys.executable, "-c", PARENT], folder=tmp_path, variables={}, output=subprocess.PIPE) as process:
            assert process.stdout is not None
            seen.extend((process.pid, int(process.stdout.readline())))
            assert all(is_running(one) for one in seen)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(seen) == 2
    assert not is_running(seen[0])
    # Whoever is its parent now takes note of its end in its own time.
    while is_running(seen[1]):
        os.sched_yield()


def test_a_program_that_ignores_being_asked_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_PATIENCE_SECONDS", 0.01)
    deaf = (
        "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(); sys.stdout.flush(); signal.pause()"
    )
    with started([sys.executable, "-c", deaf], folder=tmp_path, variables={}, output=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
    assert process.returncode == -9


def test_an_environment_that_cannot_be_made_says_what_to_do() -> None:
    with pytest.raises(UsageError, match="the environment nothing can't be made") as raised:
        environment_of("nothing")
    assert "tunestack promptflow setup" in raised.value.fix
