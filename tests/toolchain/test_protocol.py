"""The messages can be had without the SDK, which a program that only speaks the protocol need not wait for."""

import subprocess
import sys

SCRIPT = """
import sys
from toolchain.protocol import without_sdk
without_sdk()
from pulumi.runtime.proto import language_pb2, language_pb2_grpc
assert language_pb2.RunRequest(project="tiny").project == "tiny"
loaded = [name for name in sys.modules if name.startswith("pulumi.")]
print(*sorted(name for name in loaded if not name.startswith("pulumi.runtime")))
"""


def test_the_messages_come_without_the_rest_of_the_sdk() -> None:
    answer = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""


def test_a_process_that_has_the_sdk_keeps_it() -> None:
    script = SCRIPT.replace("import sys\n", "import sys, pulumi\n", 1)
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "pulumi.resource" in answer.stdout
