"""The coverage as people read it: a table for each service, in Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from local_azure.calls.operation import Operation
from toolchain.conformance.coverage import Covered, counts

_HEAD = """# What the local Azure serves, and what verifies it

Made by `make conformance`. An operation is verified by a real client when a command of that client called it, was
answered with success and did what it should; by a published schema when the bodies that the stacks sent to it are valid
by that; by a document when what it does was read there and nothing has called it. The suite calls those marked with *.
"""
_ROW = "| {mark} | {method} | `{name}` | {clients} | {rest} |\n"


def coverage_table(covered: Sequence[Covered], excused: Mapping[Operation, str]) -> str:
    """Writes the table.

    Args:
        covered: The operations, in order.
        excused: Those of the suite that no client calls, with why.
    """
    return "".join([_HEAD, _summary(covered), *_services(covered), *_reasons(covered, excused)])


def _summary(covered: Sequence[Covered]) -> str:
    number = counts(covered)
    return (
        f"\n{number['served']} operations: {number['client']} called by clients, {number['schema']} by valid bodies "
        f"alone, {number['documentation']} by documents alone, {number['nothing']} by nothing.\n"
    )


def _services(covered: Sequence[Covered]) -> Iterator[str]:
    for service, operations in groupby(covered, key=lambda each: each.operation.service):
        yield f"\n## {service}\n\n| | | operation | clients | else |\n|---|---|---|---|---|\n"
        for each in operations:
            yield _ROW.format(
                mark="*" if each.is_of_suite else "",
                method=each.operation.method,
                name=each.operation.name,
                clients=", ".join(each.clients),
                rest=_else(each),
            )


def _else(each: Covered) -> str:
    if each.strongest == "nothing":
        return "**nothing**"
    document = f"{each.document.document}, {each.document.date}" if each.document else ""
    return "; ".join(part for part in ("published schema" if each.is_published else "", document) if part)


def _reasons(covered: Sequence[Covered], excused: Mapping[Operation, str]) -> Iterator[str]:
    rows = [each.operation for each in covered if each.is_of_suite and not each.clients]
    if rows:
        yield "\n## Called by the suite and by no client\n\n"
    for one in rows:
        yield f"- {one.service}: {one.method} `{one.name}`: {excused.get(one, 'no reason')}\n"
