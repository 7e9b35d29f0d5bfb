"""Versions are read out of what programs answer, and compared as numbers."""

import pytest

from tests.toolchain.setup.recorded import Recorded
from toolchain.setup.versions import parse, recent_enough


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ("uv 0.13.8 (x86_64-unknown-linux-gnu)", (0, 13, 8)),
        ("v20.20.2\n", (20, 20, 2)),
        ("go1.26.8", (1, 26, 8)),
        ("unknown", ()),
    ],
)
def test_the_first_dotted_number_is_the_version(answer: str, version: tuple[int, ...]) -> None:
    assert parse(answer) == version


def test_versions_are_compared_as_numbers(recorded: Recorded) -> None:
    program = recorded.has("node", "v100.0.0")
    assert recent_enough(recorded.machine(), program, ("--version",), (20,))


def test_a_program_that_says_no_version_is_not_used(recorded: Recorded) -> None:
    program = recorded.has("node", "broken")
    assert not recent_enough(recorded.machine(), program, ("--version",), (20,))
    assert "no version is older than 20" in recorded.lines[-1]


def test_a_program_that_does_not_run_is_not_used(recorded: Recorded) -> None:
    program = recorded.has("node")
    del recorded.answers[str(program)]
    assert not recent_enough(recorded.machine(), program, ("--version",), (20,))
