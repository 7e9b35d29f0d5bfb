"""The project's environment is what the lock file says, and is made anew unless a whole one is there."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.toolchain.setup.recorded import Recorded
from toolchain.setup.errors import CommandError, SetupError
from toolchain.setup.parts import ensure
from toolchain.setup.python_environment import PYTHON_ENVIRONMENT


@pytest.fixture
def with_uv(clone: Path, recorded: Recorded) -> Recorded:
    """A machine whose uv does what is asked."""
    recorded.has("uv", "uv 0.13.8")

    def makes_environment(command: list[str], _environment: Mapping[str, str]) -> str:
        for program in ("python", "pytest", "tunestack"):
            file = Path(command[-1]) / "bin" / program
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("")
        return ""

    recorded.when("venv", makes_environment)
    recorded.when("pip", lambda _command, _environment: "")
    return recorded


def _words(recorded: Recorded) -> list[str]:
    return [next(word for word in ("venv", "sync", "install", "--version") if word in one) for one in recorded.commands]


def test_the_environment_is_what_the_lock_says_by_hash_and_the_project_is_editable(
    clone: Path, with_uv: Recorded
) -> None:
    ensure(PYTHON_ENVIRONMENT, clone, with_uv.machine())
    assert _words(with_uv) == ["--version", "venv", "sync", "install"]
    assert "--require-hashes" in with_uv.commands[2]
    assert "--editable" in with_uv.commands[3]


def test_a_changed_lock_is_synced_into_the_environment_that_is_there(clone: Path, with_uv: Recorded) -> None:
    ensure(PYTHON_ENVIRONMENT, clone, with_uv.machine())
    with_uv.commands.clear()
    (clone / "requirements.lock").write_text("pytest==10\n")
    ensure(PYTHON_ENVIRONMENT, clone, with_uv.machine())
    assert _words(with_uv) == ["sync", "install"]


def test_an_environment_whose_making_was_cut_off_is_started_over(clone: Path, with_uv: Recorded) -> None:
    def cut_off(command: list[str], _environment: Mapping[str, str]) -> str:
        raise CommandError(" ".join(command), 1, "connection reset")

    with_uv.when("pip", cut_off)
    with pytest.raises(SetupError):
        ensure(PYTHON_ENVIRONMENT, clone, with_uv.machine())
    with_uv.when("pip", lambda _command, _environment: "")
    with_uv.commands.clear()
    ensure(PYTHON_ENVIRONMENT, clone, with_uv.machine())
    assert _words(with_uv) == ["venv", "sync", "install"]
