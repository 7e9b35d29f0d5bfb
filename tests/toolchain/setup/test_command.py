"""The command: nothing to do is quick, what stops it is said, and every stop has its exit code."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.toolchain.setup.recorded import Recorded
from toolchain.setup.command import make_parts, run
from toolchain.setup.errors import SetupError
from toolchain.setup.machine import Machine
from toolchain.setup.parts import Part


def _part(make: Callable[[Path, Machine, Path], None]) -> Part:
    return Part(name="thing", folder=".tunestack/thing", made_from=lambda *_: "1", make=make, holds=("program",))


def _makes(_root: Path, _machine: Machine, folder: Path) -> None:
    (folder / "program").write_text("")


def _raises(error: BaseException) -> Callable[[Path, Machine, Path], None]:
    def make(_root: Path, _machine: Machine, _folder: Path) -> None:
        raise error

    return make


def test_the_second_run_does_and_says_nothing(clone: Path, recorded: Recorded) -> None:
    assert make_parts([_part(_makes)], clone, recorded.machine()) == 0
    recorded.lines.clear()
    assert make_parts([_part(_raises(AssertionError("made again")))], clone, recorded.machine()) == 0
    assert recorded.lines == []
    assert recorded.commands == []


@pytest.mark.parametrize(
    ("error", "exit_code", "said"),
    [
        (SetupError("thing", "no index", "connect"), 2, "thing: no index\n  Fix: connect"),
        (OSError(28, "No space left on device"), 2, "Fix: check free space and permissions"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_what_stops_it_is_said_with_the_fix(
    clone: Path, recorded: Recorded, error: BaseException, exit_code: int, said: str
) -> None:
    assert make_parts([_part(_raises(error))], clone, recorded.machine()) == exit_code
    assert said in recorded.lines[-1]


def test_a_part_that_does_not_exist_is_refused_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pulumi"]) == 2
    said = "no part pulumi; there are uv, python, policies, node, azurite, stand-in, engine, actionlint"
    assert said in capsys.readouterr().err
