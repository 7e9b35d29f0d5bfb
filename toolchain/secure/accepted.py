"""Checks that are left failing on purpose, each with the reason: what its wish would break, or why it isn't for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

from toolchain.secure.scanner import Finding

FILE: Final = Path(__file__).with_name("accepted.yaml")


@dataclass(frozen=True)
class Accepted:
    """A finding that is left, and why."""

    finding: Finding
    reason: str


class WrittenException(BaseModel):
    """One row of accepted.yaml: a check, patterns of resource ids and of stacks, and the reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    check: str
    resources: tuple[str, ...]
    stacks: tuple[str, ...]
    reason: str


def exceptions(file: Path = FILE) -> tuple[WrittenException, ...]:
    """Reads the written list."""
    return tuple(WrittenException.model_validate(row) for row in yaml.safe_load(file.read_text(encoding="utf-8")))


def divide(
    findings: Sequence[Finding], stack: str, rows: Sequence[WrittenException]
) -> tuple[list[Finding], list[Accepted]]:
    """Divides a stack's failed checks into those that stand and those that are accepted, each with its reason."""
    stand: list[Finding] = []
    accepted: list[Accepted] = []
    for finding in sorted(findings, key=lambda one: (one.check, one.resource)):
        row = next((row for row in rows if _covers(row, finding, stack)), None)
        if row is None:
            stand.append(finding)
        else:
            accepted.append(Accepted(finding, row.reason))
    return stand, accepted


def _covers(row: WrittenException, finding: Finding, stack: str) -> bool:
    return (
        row.check == finding.check
        and any(fnmatch(stack, pattern) for pattern in row.stacks)
        and any(fnmatch(finding.resource.lower(), pattern.lower()) for pattern in row.resources)
    )
