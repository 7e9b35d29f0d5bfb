"""The flow served on loopback by Prompt flow: a scoring route, a health route, and a chat page."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from jobs.domain.errors import CloudError, UsageError
from jobs.promptflow.flow.ask import DeployedModel
from jobs.promptflow.programs import STDERR, started
from jobs.promptflow.prompt_flow import workplace

HOST = "127.0.0.1"
_PROGRAM = Path(__file__).with_name("serve_flow.py")
_BETWEEN_LOOKS_SECONDS = 0.2
_LOOK_SECONDS = 5


@dataclass(frozen=True)
class Served:
    """Where the flow answers: `POST /score` with its inputs, `GET /health`, and `GET /`, the page to chat on."""

    url: str
    process: subprocess.Popen[str]

    def wait(self) -> int:
        """Waits until the server ends by itself, and returns its exit code."""
        return self.process.wait()


@contextmanager
def served(
    environment: Path, deployed: DeployedModel, port: int, *, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Served]:
    """Serves the flow while the block lasts; it is ready when the block begins.

    Args:
        environment: the folder of Prompt flow's environment.
        deployed: the model that answers.
        port: of 127.0.0.1.
        sleep: waits between two looks at whether it is ready.

    Raises:
        UsageError: the port is taken.
        CloudError: the server ended before it was ready.
    """
    _require_free(port)
    with workplace(deployed) as place:
        command: list[str | Path] = [environment / "bin" / "python", _PROGRAM, place.flow, str(port)]
        with started(command, folder=place.folder, variables=place.variables, output=STDERR) as process:
            while not _healthy(port):
                if process.poll() is not None:
                    raise CloudError(f"Prompt flow's server ended with exit code {process.returncode}")
                sleep(_BETWEEN_LOOKS_SECONDS)
            yield Served(f"http://{HOST}:{port}", process)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise UsageError(f"port {port} of {HOST} is taken", fix="Name another: --port 8081.") from error


def _healthy(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=_LOOK_SECONDS)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
