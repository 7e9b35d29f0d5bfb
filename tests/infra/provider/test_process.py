"""The provider's process as the engine starts it: found from anywhere, on its port soon, without Azure's SDK."""

import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2_grpc

FOLDER = Path(__file__).parents[3] / "infra" / "provider"


@pytest.mark.slow
def test_the_executable_prints_its_port_and_serves(tmp_path: Path) -> None:
    command = [str(FOLDER / "pulumi-resource-tunestack"), "127.0.0.1:1"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                stub = provider_pb2_grpc.ResourceProviderStub(channel)
                assert stub.GetPluginInfo(empty_pb2.Empty(), timeout=300, wait_for_ready=True).version
        finally:
            process.terminate()
        assert process.wait(timeout=300) == 0


def test_starting_loads_neither_azures_sdk_nor_pulumis() -> None:
    program = (
        "import sys; from infra.provider.protocol import skip_sdk; skip_sdk(); import infra.provider.servicer, "
        "infra.provider.resources; print([name for name in ('azure.core', 'requests', 'pydantic', 'pulumi.resource') "
        "if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
