"""Plugins and policy packs run with their output passed on, and end when the engine lets go."""

import os
from pathlib import Path

import pytest
from pulumi.runtime.proto import language_pb2

from tests.toolchain.language_host.running import RunningHost, project


def _request(info: language_pb2.ProgramInfo, kind: str = "resource") -> language_pb2.RunPluginRequest:
    return language_pb2.RunPluginRequest(
        pwd=info.program_directory, args=["127.0.0.1:3"], env=["ANSWER=42", "NOTE=a=b"], info=info, kind=kind
    )


def test_both_outputs_and_the_exit_code_reach_the_engine(host: RunningHost, tmp_path: Path) -> None:
    info = project(tmp_path, 'echo "port $ANSWER $NOTE"; echo trouble >&2; exit 5')
    pieces = list(host.stub.RunPlugin(_request(info)))
    assert b"".join(piece.stdout for piece in pieces) == b"port 42 a=b\n"
    assert b"".join(piece.stderr for piece in pieces) == b"trouble\n"
    assert pieces[-1].exitcode == 5


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("resource", "-u -m pulumi.run.plugin {folder} 127.0.0.1:3"),
        ("analyzer", "-u -P -m pulumi.policy 127.0.0.1:3 {folder}"),
    ],
)
def test_a_plugin_and_a_policy_pack_are_started_each_by_its_runner(
    host: RunningHost, tmp_path: Path, kind: str, arguments: str
) -> None:
    pieces = list(host.stub.RunPlugin(_request(project(tmp_path, 'echo "$@"'), kind)))
    assert b"".join(piece.stdout for piece in pieces).decode().strip() == arguments.format(folder=tmp_path)


@pytest.mark.timeout(300)
def test_a_plugin_ends_when_the_engine_lets_go_of_it(host: RunningHost, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alive")
    call = host.stub.RunPlugin(_request(project(tmp_path, "exec 3>alive; exec sleep 600")))
    with (tmp_path / "alive").open("rb") as alive:  # opens once the plugin runs, ends once no process holds it
        call.cancel()  # type: ignore[no-untyped-call]
        assert alive.read() == b""
