"""An interpreter that is too old is told so before anything newer than it is imported."""

import sys

import pytest

from toolchain.setup.__main__ import main


def test_an_old_python_is_named_with_the_fix(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert main() == 2
    said = capsys.readouterr().err
    assert "Python 3.11 or newer is needed" in said
    assert "is 3.9.2" in said
    assert "make PYTHON=" in said
