"""What Pulumi says it did: the counts at the end of an operation."""

import re

_COUNT = re.compile(
    r"^\s*[-+~±!^v]*\s*(\d+) (created|updated|deleted|replaced|unchanged|refreshed|errored)\b", re.MULTILINE
)

_PLANNED = re.compile(r"^\s*[-+~±]*\s*(\d+) (to [a-z]+)\b", re.MULTILINE)

_MANDATORY = re.compile(r"^\s*(?:-|\S+@v\S+) \[mandatory\]", re.MULTILINE)
"""A line of the list at the end, or with --diff one among the resources: `tunestack@v0.1.0 [mandatory] ...`."""


def resource_counts(output: str) -> dict[str, int]:
    """Reads the block `Resources:` at the end of an operation, e.g. `{"created": 34}`; empty where it is missing."""
    return _counts(output, _COUNT)


def planned_counts(output: str) -> dict[str, int]:
    """Reads the block `Resources:` at the end of a preview, e.g. `{"to create": 34}`; empty where it is missing."""
    return _counts(output, _PLANNED)


def changes(output: str) -> int:
    """How many resources the operation changed in any way."""
    return sum(count for kind, count in resource_counts(output).items() if kind not in {"unchanged", "refreshed"})


def refused_by_policy(output: str) -> bool:
    """Whether a policy that must be kept wasn't, e.g. `- [mandatory] [severity: high]  storage-shared-keys  (...)`."""
    return _MANDATORY.search(output) is not None


def is_worth_showing(line: str) -> bool:
    """Whether a line of Pulumi's progress says something that has been done, not that it is being done."""
    begun = line.rstrip().endswith("(0s)") or " refreshing (" in line
    return not (begun or line.startswith("@ "))


def _counts(output: str, counted: re.Pattern[str]) -> dict[str, int]:
    _, found, summary = output.rpartition("Resources:")
    return {kind: int(count) for count, kind in counted.findall(summary)} if found else {}
