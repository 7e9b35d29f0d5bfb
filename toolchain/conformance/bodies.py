"""The bodies that a stack sends, held against the published schemas: which are valid, which break what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from toolchain.conformance.published import Published
from toolchain.conformance.suite import SuiteRun


@dataclass(frozen=True)
class CheckedBodies:
    """What came of one stack's bodies.

    Attributes:
        stack: Its name.
        checked: How many were.
        invalid: Those that break their schema: stack, id, errors.
        unchecked: Those of which no schema is published: stack, id.
        valid_types: The types of which all bodies are valid.
    """

    stack: str
    checked: int
    invalid: tuple[dict[str, Any], ...]
    unchecked: tuple[dict[str, str], ...]
    valid_types: frozenset[str]

    @property
    def valid(self) -> int:
        """How many break nothing."""
        return self.checked - len(self.invalid)


def check_bodies(known: Published, ran: SuiteRun) -> CheckedBodies:
    """Checks what a stack sent against the schemas.

    A stack declares its types at the versions of the schemas, so that another one is an error; what is done with a
    stack goes by versions of other clients, and is checked where there is a schema of its version.
    """
    sent = [one for one in ran.bodies if known.knows(one["type"])]
    sent += [one for one in ran.use_bodies if known.has(one["type"], one["apiVersion"])]
    found = [(one["type"], {"stack": ran.stack, "id": one["id"], "errors": known.errors(one)}) for one in sent]
    wrong = {resource_type for resource_type, row in found if row["errors"]}
    return CheckedBodies(
        ran.stack,
        len(sent),
        tuple(row for _, row in found if row["errors"]),
        tuple({"stack": ran.stack, "id": one["id"]} for one in (*ran.bodies, *ran.use_bodies) if one not in sent),
        frozenset({one["type"] for one in sent} - wrong),
    )


def schemas_document(known: Published | None, checked: Sequence[CheckedBodies]) -> dict[str, Any]:
    """Returns what came of all stacks' bodies as build/conformance.json has it."""
    return {
        "bodies": sum(each.checked for each in checked),
        "valid": sum(each.valid for each in checked),
        "invalid": [row for each in checked for row in each.invalid],
        "unchecked": [row for each in checked for row in each.unchecked],
        "source": known.source if known else None,
    }
