"""`pulumi install` installs what the nearest manifest names, into the environment of the runtime options."""

import shutil
from pathlib import Path

import grpc
import pytest
from pulumi.runtime.proto import language_pb2

from tests.toolchain.language_host.running import RunningHost, program_info, project
from toolchain.language_host.dependencies import command_line, find_manifest
from toolchain.language_host.interpreters import Interpreter


def _install(host: RunningHost, info: language_pb2.ProgramInfo) -> str:
    request = language_pb2.InstallDependenciesRequest(directory=info.program_directory, info=info)
    return b"".join(piece.stdout for piece in host.stub.InstallDependencies(request)).decode()


@pytest.fixture
def without_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine where pip has to do it."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)


def test_the_machines_own_python_is_left_alone(host: RunningHost, tmp_path: Path) -> None:
    assert "nothing is installed" in _install(host, program_info(tmp_path))


def test_the_installers_output_reaches_the_engine(host: RunningHost, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("")
    shutil.copy(Path("/bin/sh"), tmp_path / "sh")
    assert "install" in _install(host, project(tmp_path, 'echo "$@"')) or shutil.which("uv")


def test_a_failing_installer_is_an_error_with_its_command(host: RunningHost, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("")
    with pytest.raises(grpc.RpcError, match="ended with exit code"):
        _install(host, project(tmp_path, "exit 3"))


def test_the_nearest_manifest_is_taken(tmp_path: Path) -> None:
    program = tmp_path / "stacks"
    program.mkdir()
    (tmp_path / "pyproject.toml").write_text("")
    assert find_manifest(program) == tmp_path / "pyproject.toml"
    (program / "requirements.txt").write_text("")
    assert find_manifest(program) == program / "requirements.txt"


@pytest.mark.usefixtures("without_uv")
def test_pip_installs_where_there_is_no_uv(tmp_path: Path) -> None:
    interpreter = Interpreter(tmp_path / "bin" / "python", tmp_path)
    manifest = tmp_path / "requirements.txt"
    python = str(interpreter.executable)
    assert command_line(manifest, interpreter) == [python, "-m", "pip", "install", "--requirement", str(manifest)]
