"""The policy pack's environment is what its requirements say, by hash, and is reused without asking anybody."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.toolchain.setup.recorded import Recorded
from toolchain.setup.errors import CommandError, SetupError
from toolchain.setup.parts import ensure
from toolchain.setup.policy_environment import POLICY_ENVIRONMENT, REQUIREMENTS


@pytest.fixture
def with_uv(clone: Path, recorded: Recorded) -> Recorded:
    """A machine whose uv does what is asked, and a clone with a policy pack."""
    (clone / REQUIREMENTS).parent.mkdir()
    (clone / REQUIREMENTS).write_text("pulumi-policy==1\n")
    recorded.has("uv", "uv 0.13.8")

    def makes_environment(command: list[str], _environment: Mapping[str, str]) -> str:
        python = Path(command[-1]) / "bin" / "python"
        python.parent.mkdir(parents=True, exist_ok=True)
        python.write_text("")
        (Path(command[-1]) / "lib" / "python3.11" / "site-packages").mkdir(parents=True, exist_ok=True)
        return ""

    recorded.when("venv", makes_environment)
    recorded.when("pip", lambda _command, _environment: "")
    return recorded


def _words(recorded: Recorded) -> list[str]:
    return [next(word for word in ("venv", "sync", "--version") if word in one) for one in recorded.commands]


def test_the_environment_holds_what_the_requirements_say_by_hash(clone: Path, with_uv: Recorded) -> None:
    ensure(POLICY_ENVIRONMENT, clone, with_uv.machine())
    assert _words(with_uv) == ["--version", "venv", "sync"]
    assert with_uv.commands[2][-2:] == ["--require-hashes", str(clone / REQUIREMENTS)]


def test_once_there_it_is_reused_and_nothing_is_run(clone: Path, with_uv: Recorded) -> None:
    ensure(POLICY_ENVIRONMENT, clone, with_uv.machine())
    with_uv.commands.clear()
    ensure(POLICY_ENVIRONMENT, clone, with_uv.machine())
    assert with_uv.commands == []


def test_changed_requirements_are_synced_into_it(clone: Path, with_uv: Recorded) -> None:
    ensure(POLICY_ENVIRONMENT, clone, with_uv.machine())
    with_uv.commands.clear()
    (clone / REQUIREMENTS).write_text("pulumi-policy==2\n")
    ensure(POLICY_ENVIRONMENT, clone, with_uv.machine())
    assert _words(with_uv) == ["sync"]


def test_an_environment_whose_making_was_cut_off_is_started_over(clone: Path, with_uv: Recorded) -> None:
    def cut_off(command: list[str], _environment: Mapping[str, str]) -> str:
        raise CommandError(" ".join(command), 1, "connection reset")

    with_uv.when("pip", cut_off)
    with pytest.raises(SetupError):
        ensure(POLICY_ENVIRONMENT, clone, with_uv.machine())
    with_uv.when("pip", lambda _command, _environment: "")
    with_uv.commands.clear()
    ensure(POLICY_ENVIRONMENT, clone, with_uv.machine())
    assert _words(with_uv) == ["venv", "sync"]
