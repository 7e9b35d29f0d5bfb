"""What `make conformance` leaves and says: build/conformance.json, build/coverage.md, and the last lines."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from local_azure.calls.operation import Operation
from toolchain.conformance.client import ClientResult
from toolchain.conformance.coverage import Covered, counts
from toolchain.conformance.coverage_table import coverage_table
from toolchain.conformance.speed import Speed


def write_results(
    folder: Path,
    ran: Sequence[ClientResult],
    schemas: Mapping[str, Any],
    covered: Sequence[Covered],
    excused: Mapping[Operation, str],
    speed: Speed,
) -> None:
    """Writes conformance.json and coverage.md into a folder.

    Args:
        folder: The folder; it is made where it isn't there.
        ran: What came of the clients' commands.
        schemas: What came of the bodies.
        covered: What verifies each operation.
        excused: Operations of the suite that no client calls, with why.
        speed: How quick the local Azure is.
    """
    folder.mkdir(exist_ok=True)
    document = {
        "clients": [each.document() for each in ran],
        "schemas": schemas,
        "coverage": {"operations": [_row(each) for each in covered], **counts(covered)},
        "speed": speed.document(),
    }
    (folder / "conformance.json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    (folder / "coverage.md").write_text(coverage_table(covered, excused), encoding="utf-8")


def told(
    ran: Sequence[ClientResult],
    schemas: Mapping[str, Any],
    covered: Sequence[Covered],
    missing: Sequence[Operation],
    speed: Speed,
) -> Iterator[str]:
    """Gives the last lines: what failed in sum, and what the suite calls without any client's doing so.

    Args:
        ran: What came of the clients' commands.
        schemas: What came of the bodies.
        covered: What verifies each operation.
        missing: The operations of the suite that no client calls and nothing excuses.
        speed: How quick the local Azure is.
    """
    for one in missing:
        yield f"NO CLIENT CALLS what the suite does: {one.service}: {one.method} {one.name}"
    commands, failed = sum(each.commands for each in ran), sum(len(each.failed) for each in ran)
    yield f"{commands - failed} of {commands} commands of {len(ran)} clients passed"
    yield f"{schemas['valid']} of {schemas['bodies']} bodies valid"
    number = counts(covered)
    yield (
        f"{number['served']} operations served: {number['client']} called by clients, {number['schema']} verified by "
        f"bodies alone, {number['documentation']} only documented, {number['nothing']} verified by nothing"
    )
    yield (
        f"{speed.start_to_first_answer_seconds:.2f} s to the first answer, 95 % of GETs within "
        f"{speed.get_p95_milliseconds:.1f} ms, at a load of {speed.load:.1f} on {speed.processors} processors"
    )
    yield "build/conformance.json, build/coverage.md"


def _row(each: Covered) -> dict[str, Any]:
    operation = each.operation
    return {
        "service": operation.service,
        "method": operation.method,
        "operation": operation.name,
        "suite": each.is_of_suite,
        "verified_by": each.verified_by(),
    }
