"""One client: the distribution it is, the folder with its commands, and what came of running them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from local_azure.calls.operation import Operation
from toolchain.conformance.left_out import left_out
from toolchain.setup.locked_environment import locked_environment
from toolchain.setup.parts import Part

CLIENTS = Path(__file__).with_name("clients")
DONE = ("2xx", "3xx")
"""How an operation answers that did what it was asked for; a refusal says nothing of what it does else."""


@dataclass(frozen=True)
class Failure:
    """A command that didn't do what it should: what the client calls it, and what it raised."""

    command: str
    error: str


@dataclass(frozen=True)
class ClientResult:
    """What came of one client's commands.

    Attributes:
        name: The distribution, such as ``azure-mgmt-storage``.
        version: As installed.
        commands: How many ran.
        failed: Those that didn't do what they should.
        verified: The operations that the others called and that answered them with 2xx or 3xx.
    """

    name: str
    version: str
    commands: int
    failed: tuple[Failure, ...]
    verified: frozenset[Operation] = frozenset()

    def document(self) -> dict[str, object]:
        """As build/conformance.json has it."""
        return {
            "name": self.name,
            "version": self.version,
            "commands": self.commands,
            "passed": self.commands - len(self.failed),
            "failed": [{"command": each.command, "error": each.error} for each in self.failed],
            "left_out": left_out(CLIENTS / self.name.replace("-", "_")),
        }


@dataclass(frozen=True)
class Client:
    """A client with its commands.

    Attributes:
        folder: The name of its folder under ``clients/``.
    """

    folder: str

    @property
    def distribution(self) -> str:
        """The first that its requirements name."""
        first = (CLIENTS / self.folder / "requirements.in").read_text(encoding="utf-8").splitlines()[0]
        return first.partition("==")[0]

    def environment(self) -> Part:
        """The client's own environment."""
        lock = f"toolchain/conformance/clients/{self.folder}/requirements.lock"
        return locked_environment(self.distribution, lock=lock, folder=f".tunestack/conformance/{self.folder}")


def clients() -> list[Client]:
    """All clients, by name."""
    return [Client(file.parent.name) for file in sorted(CLIENTS.glob("*/requirements.in"))]


def read_result(distribution: str, lines: Iterable[str]) -> ClientResult:
    """Reads what a client's program printed: its version, then a line a command with the calls that it made.

    Raises:
        ValueError: It printed no version, or something that is no JSON: it broke off.
    """
    documents = [json.loads(line) for line in lines if line.strip()]
    if not documents or "version" not in documents[0]:
        raise ValueError(f"{distribution} printed no version: its program didn't start")
    commands = documents[1:]
    failed = tuple(Failure(each["command"], each["error"]) for each in commands if each["error"] is not None)
    calls = [call for each in commands if each["error"] is None for call in each.get("calls", ())]
    verified = frozenset(
        Operation(call["service"], call["method"], call["operation"]) for call in calls if call["answered"] in DONE
    )
    return ClientResult(distribution, documents[0]["version"], len(commands), failed, verified)
