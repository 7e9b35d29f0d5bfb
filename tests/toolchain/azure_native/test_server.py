"""The provider's process: a port on the first line, an end when told, no waiting for anybody."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from threading import Timer

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2_grpc

from toolchain.azure_native.clock import StoppableClock, StoppedError


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    started = subprocess.Popen([sys.executable, "-m", "toolchain.azure_native"], stdout=subprocess.PIPE, text=True)
    yield started
    started.kill()
    started.wait()
    assert started.stdout is not None
    started.stdout.close()


def test_the_process_says_its_port_answers_there_and_ends_when_told(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    port = int(process.stdout.readline())
    with grpc.insecure_channel(f"127.0.0.1:{port}", options=[("grpc.enable_http_proxy", 0)]) as channel:
        assert provider_pb2_grpc.ResourceProviderStub(channel).GetPluginInfo(Empty()).version == "3.24.0"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=300) == 0


def test_what_takes_long_to_import_is_not_imported_before_the_port_is_said() -> None:
    program = (
        "import sys; from toolchain.protocol import without_sdk; without_sdk(); "
        "import toolchain.azure_native.server; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"httpx", "pydantic", "pulumi_azure_native", "azure"} & set(done.stdout.split())


def test_a_wait_ends_at_once_when_the_clock_is_stopped() -> None:
    clock = StoppableClock(speed=1)
    timer = Timer(0.01, clock.stop)
    timer.start()
    with pytest.raises(StoppedError):
        clock.sleep(600)
    timer.join()


def test_a_faster_clock_waits_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNESTACK_CLOCK_SPEED", "1000000")
    clock = StoppableClock()
    before = clock.monotonic()
    clock.sleep(120)
    assert clock.monotonic() - before >= 120
