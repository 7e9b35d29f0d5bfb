"""The language host listens where it says, and ends at once with all that it started."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import language_pb2

from tests.toolchain.language_host.running import ENGINE, RunningHost, project, run_request
from toolchain.language_host.children import GRACE_SECONDS
from toolchain.language_host.server import ANSWER_SECONDS

pytestmark = pytest.mark.timeout(300)  # half of what the programs would take by themselves
ENGINE_SECONDS = 5.0  # then the engine kills what is left


def test_it_says_its_version(host: RunningHost) -> None:
    assert host.stub.GetPluginInfo(Empty()).version == "3.230.0"


def test_an_engine_that_shakes_hands_is_answered(host: RunningHost) -> None:
    host.stub.Handshake(language_pb2.LanguageHandshakeRequest(engine_address="127.0.0.1:9"))


@pytest.mark.parametrize("how", ["Cancel", "SIGINT", "SIGTERM"])
def test_it_ends_when_told_and_takes_a_running_program_with_it(host: RunningHost, tmp_path: Path, how: str) -> None:
    os.mkfifo(tmp_path / "alive")
    call = host.stub.Run.future(run_request(project(tmp_path, "exec 3>alive; exec sleep 600")))
    with (tmp_path / "alive").open("rb") as alive:  # opens once the program runs, ends once no process holds it
        if how == "Cancel":
            host.stub.Cancel(Empty())
        else:
            host.process.send_signal(getattr(signal, how))
        assert host.process.wait() == 0
        assert alive.read() == b""
    assert call.exception() is not None or call.result().error


def test_it_waits_for_its_programs_and_answers_no_longer_than_the_engine_waits_for_it() -> None:
    assert GRACE_SECONDS + ANSWER_SECONDS < ENGINE_SECONDS


def test_it_ends_when_the_engine_was_killed() -> None:
    host = f"{sys.executable} -I -m toolchain.language_host {ENGINE}"
    with subprocess.Popen(["sh", "-c", f"{host} & wait"], stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdout is not None
        assert engine.stdout.readline().strip().isdigit()
        engine.kill()
        assert engine.stdout.read() == ""  # ends once no process holds it
