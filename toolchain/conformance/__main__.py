"""`python -m toolchain.conformance`: Azure's own clients against the local Azure, stacks' bodies against schemas."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click
import httpx

from local_azure.calls.listing import listed_operations
from local_azure.calls.operation import Operation
from operations.programs import ProgramError
from toolchain.conformance.bodies import CheckedBodies, check_bodies, schemas_document
from toolchain.conformance.client import ClientResult, clients
from toolchain.conformance.coverage import Covered, coverage, put_of, uncalled
from toolchain.conformance.documents import excused, groups
from toolchain.conformance.published import Published, published
from toolchain.conformance.results import told, write_results
from toolchain.conformance.run_clients import ClientEnvironmentError, run_clients
from toolchain.conformance.speed import Speed, measure
from toolchain.conformance.suite import SuiteRun, live
from toolchain.paths import root
from toolchain.stack_runs.project import stack_names

NOT_THERE = (
    "{folder} has no index.json, so bodies are not checked. It takes JSON Schemas made from "
    "Azure/bicep-types-az, one a resource type and API version, and an index of them; name a folder with --schemas"
)


def main() -> int:
    """Runs clients and stacks; writes build/conformance.json and coverage.md; 0 when every command and body passes.

    Where all clients ran, it isn't 0 either when the suite calls what none of them does.
    """
    arguments = _arguments()
    known = published(arguments.schemas)
    if known is None:
        _tell(NOT_THERE.format(folder=arguments.schemas))
    stacks = arguments.stacks or ([] if arguments.clients else stack_names(root()))
    try:
        speed = _speed()
        ran, served = _clients(arguments.clients)
    except (ProgramError, ClientEnvironmentError, httpx.HTTPError) as error:
        _tell(str(error))
        return 1
    suite, checked = _suite(stacks, known)
    covered = _covered(served, ran, suite, checked)
    schemas = schemas_document(known, checked)
    reasons = excused()
    write_results(root() / "build", ran, schemas, covered, reasons, speed)
    missing = [] if arguments.clients else uncalled(covered, reasons)
    for line in told(ran, schemas, covered, missing, speed):
        _tell(line)
    broken = len(suite) < len(stacks)
    return 1 if broken or schemas["invalid"] or missing or any(each.failed for each in ran) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m toolchain.conformance", description=__doc__)
    parser.add_argument("stacks", nargs="*", help="stacks to bring up; all that are shipped when none is named")
    parser.add_argument(
        "--client", action="append", dest="clients", help="run this client alone, and the named stacks; repeatable"
    )
    parser.add_argument("--schemas", type=Path, default=root().parent / "shared" / "arm", help="the schemas' folder")
    return parser.parse_args()


def _speed() -> Speed:
    with tempfile.TemporaryDirectory(prefix="tunestack-conformance-") as folder:
        return measure(root(), Path(folder), time.perf_counter)


def _clients(names: Sequence[str] | None) -> tuple[list[ClientResult], list[Operation]]:
    chosen = [client for client in clients() if not names or client.distribution in names]
    with tempfile.TemporaryDirectory(prefix="tunestack-conformance-") as folder:
        ran = list(run_clients(root(), Path(folder), chosen, _tell))
        return ran, listed_operations(Path(folder))


def _suite(stacks: Sequence[str], known: Published | None) -> tuple[list[SuiteRun], list[CheckedBodies]]:
    suite: list[SuiteRun] = []
    checked: list[CheckedBodies] = []
    for stack in stacks:
        try:
            ran = live(root(), stack)
        except ProgramError as error:
            _tell(f"FAILED {stack}: {error}")
            continue
        suite.append(ran)
        if known is None:
            continue
        checked.append(check_bodies(known, ran))
        _tell(f"{ran.stack}: {checked[-1].valid} of {checked[-1].checked} bodies valid")
        for one in checked[-1].invalid:
            _tell(f"  INVALID {one['id']}: {one['errors'][0]}")
        for unknown in checked[-1].unchecked:
            _tell(f"{ran.stack}: no schema is published of {unknown['id']}")
    return suite, checked


def _covered(
    served: Sequence[Operation],
    ran: Sequence[ClientResult],
    suite: Sequence[SuiteRun],
    checked: Sequence[CheckedBodies],
) -> list[Covered]:
    valid = {kind for each in checked for kind in each.valid_types}
    puts = [put for kind in valid if (put := put_of(kind, served)) is not None]
    own = {operation for each in suite for operation in each.called}
    return coverage(served, ran, published=puts, suite=own, known=groups())


def _tell(line: str) -> None:
    click.echo(f"conformance: {line}")


if __name__ == "__main__":
    sys.exit(main())
