"""The machine itself: programs run to their end, and the clone's own tools don't count as the machine's."""

import os
import sys
from pathlib import Path

import pytest

from toolchain.setup.errors import CommandError
from toolchain.setup.machine import run, this_machine


def test_both_outputs_come_back_line_by_line() -> None:
    lines: list[str] = []
    script = "import sys; print('out', flush=True); print('err', file=sys.stderr)"
    assert run([sys.executable, "-c", script], environment=os.environ, on_line=lines.append) == "out\nerr\n"
    assert lines == ["out", "err"]


def test_a_failure_carries_the_command_its_exit_code_and_its_last_words() -> None:
    with pytest.raises(CommandError, match=r"ended with exit code 3:\nthe reason") as raised:
        run([sys.executable, "-c", "print('the reason'); raise SystemExit(3)"], environment=os.environ)
    assert raised.value.exit_code == 3


def test_a_program_that_is_not_there_is_a_failure_too() -> None:
    with pytest.raises(CommandError, match="exit code 127"):
        run(["/nowhere/program"], environment=os.environ)


def test_the_tools_of_the_clone_are_not_taken_for_the_machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (".tunestack/bin", ".venv/bin", "usr/bin"):
        program = tmp_path / folder / "pulumi"
        program.parent.mkdir(parents=True)
        program.write_text("")
        program.chmod(0o755)
    path = os.pathsep.join(str(tmp_path / folder) for folder in (".tunestack/bin", ".venv/bin", "usr/bin"))
    monkeypatch.setenv("PATH", path)
    assert this_machine(tmp_path / ".tunestack").which("pulumi") == tmp_path / "usr" / "bin" / "pulumi"
