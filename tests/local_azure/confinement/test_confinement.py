"""What is said of a kernel that can hold programs to little or nothing, and what becomes of one that can't start."""

import subprocess
import sys
from pathlib import Path

import pytest

from local_azure.confinement import UNCONFINED, Confinement, free_ports, landlock, what_holds


def test_a_machine_that_confines_nothing_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert what_holds() == UNCONFINED
    assert Confinement([Path(sys.executable)]).applied_to(["true"]) == ["true"]


@pytest.mark.parametrize(
    ("version", "missing"),
    [(1, ["truncating", "connections", "signals"]), (3, ["connections", "signals"]), (4, ["signals"]), (6, [])],
)
def test_what_an_older_kernel_does_not_hold_is_named(version: int, missing: list[str]) -> None:
    said = what_holds(version)
    assert f"(Landlock {version})" in said
    assert [word for word in ("truncating", "connections", "signals") if word in said] == missing


@pytest.mark.skipif(landlock.version() == 0, reason="this kernel can't confine programs")
def test_a_program_that_can_not_be_confined_is_not_started(tmp_path: Path) -> None:
    confined = Confinement([Path(sys.executable)], readable=[tmp_path / "missing"])
    ended = subprocess.run(confined.applied_to(["touch", tmp_path / "ran"]), capture_output=True, check=False)
    assert (ended.returncode, (tmp_path / "ran").exists()) == (126, False)
    assert b"could not be confined" in ended.stderr


@pytest.mark.skipif(landlock.version() == 0, reason="this kernel can't confine programs")
def test_a_program_that_is_not_there_ends_as_shells_say_it() -> None:
    ended = subprocess.run(Confinement([]).applied_to(["no-such-program"]), capture_output=True, check=False)
    assert ended.returncode == 126


def test_the_systems_ports_are_a_range() -> None:
    first, last = free_ports()
    assert 0 < first < last < 65536
