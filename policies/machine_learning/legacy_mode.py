"""Workspaces don't go back to the old control plane."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_false


def check(workspace: Resource, _context: Context) -> Iterator[str]:
    """Against Azure's built-in policy e413671a, which wants it on: its row in the table says why."""
    yield not_false(workspace, "v1LegacyMode", unset="allowed")


POLICY = Policy(
    name="machine-learning-legacy-mode",
    summary="Workspaces use today's API.",
    reason="In the legacy mode Resource Manager refuses jobs, endpoints and fine-tuning of today's API.",
    fix="set v1_legacy_mode to false",
    severity="low",
    types=("machinelearningservices:Workspace",),
    check=check,
)
