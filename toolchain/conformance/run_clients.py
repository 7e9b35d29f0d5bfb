"""Runs the clients one after the other against one local Azure, each in its own environment."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from local_azure.calls.recorder import FILE as CALLS
from operations.programs import ProgramError, Programs, nothing
from toolchain.conformance.client import CLIENTS, Client, ClientResult, Failure, read_result
from toolchain.paths import tools_directory
from toolchain.setup.command import make_parts
from toolchain.setup.machine import this_machine
from toolchain.stack_runs.run import recording_local_azure

PROGRAM = CLIENTS / "program.py"


class ClientEnvironmentError(RuntimeError):
    """The clients' environments can't be made; what stops it has been told."""


def run_clients(
    root: Path, folder: Path, chosen: Sequence[Client], tell: Callable[[str], None]
) -> Iterator[ClientResult]:
    """Runs each client's commands and gives each result as it comes.

    Args:
        root: The clone.
        folder: Where the local Azure keeps its state.
        chosen: The clients.
        tell: Is told of each client's result.

    Raises:
        ClientEnvironmentError: An environment can't be made.
    """
    parts = [client.environment() for client in chosen]
    if make_parts(parts, root, this_machine(tools_directory(root))):
        raise ClientEnvironmentError("not all environments of the clients are there")
    with recording_local_azure(root, folder) as against_it:
        for client, part in zip(chosen, parts, strict=True):
            result = _run(client, root / part.folder / "bin" / "python", against_it, folder / CALLS)
            passed = result.commands - len(result.failed)
            tell(f"{result.name} {result.version}: {passed} of {result.commands} commands")
            for failure in result.failed:
                tell(f"  FAILED {failure.command}: {failure.error}")
            yield result


def _run(client: Client, python: Path, against_it: Programs, calls: Path) -> ClientResult:
    command = (str(python), "-P", str(PROGRAM), client.folder, client.distribution)
    added = {"PYTHONPATH": str(CLIENTS), "CONFORMANCE_CALLS": str(calls)}
    where = replace(against_it, environment={**against_it.environment, **added})
    try:
        return read_result(client.distribution, where.run(*command, show=nothing).output.splitlines())
    except ProgramError as error:
        found = read_result(client.distribution, error.output.splitlines())
        broken = Failure("program.py", f"ended with exit code {error.code} after {found.commands} commands")
        return replace(found, commands=found.commands + 1, failed=(*found.failed, broken))
