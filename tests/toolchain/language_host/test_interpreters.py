"""The Python for a program is the one that its runtime options name."""

from pathlib import Path

import pytest

from toolchain.language_host.interpreters import InterpreterError, environment_folder, resolve


def test_a_virtual_environment_is_relative_to_the_project(tmp_path: Path) -> None:
    assert environment_folder(tmp_path, {"virtualenv": "venv"}) == tmp_path / "venv"
    assert environment_folder(tmp_path, {"virtualenv": "/elsewhere"}) == Path("/elsewhere")


def test_uv_has_its_own_place_for_an_environment(tmp_path: Path) -> None:
    assert environment_folder(tmp_path, {"toolchain": "uv"}) == tmp_path / ".venv"


def test_without_options_the_first_python_on_path_runs_the_program(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text("")
    python.chmod(0o755)
    interpreter = resolve(tmp_path, {}, {"PATH": str(tmp_path)})
    assert interpreter.executable == python
    assert interpreter.activate({"PATH": "/bin"}) == {"PATH": "/bin"}


def test_the_python_that_a_variable_names_goes_before_path(tmp_path: Path) -> None:
    for name in ("python3", "python3.13"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": str(tmp_path), "PULUMI_PYTHON_CMD": "python3.13"}
    assert resolve(tmp_path, {}, environment).executable.name == "python3.13"


def test_no_python_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(InterpreterError, match="no python3 or python on PATH"):
        resolve(tmp_path, {}, {"PATH": str(tmp_path)})
