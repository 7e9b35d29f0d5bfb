"""Programs run by the demo."""

import sys
from pathlib import Path

import pytest

from operations.programs import ProgramError, Programs, nothing


def programs(folder: Path) -> Programs:
    return Programs(folder, {"GREETING": "hello"}, (sys.executable,))


def test_output_is_kept_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    finished = programs(tmp_path).run("-c", "import os; print(os.environ['GREETING'])")
    assert finished.output == "hello\n"
    assert capsys.readouterr().out == "    hello\n"


def test_output_that_is_not_worth_showing_is_kept_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert programs(tmp_path).run("-c", "print(1)", show=nothing).output == "1\n"
    assert capsys.readouterr().out == ""


def test_an_exit_code_that_is_not_accepted_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match="exit code 4") as failed:
        programs(tmp_path).run("-c", "raise SystemExit(4)")
    assert failed.value.code == 4
    assert programs(tmp_path).run("-c", "raise SystemExit(4)", accepted=(0, 4)).output == ""
