"""Whether network settings would take back what can't be taken back: a workspace is replaced then, its runs lost."""

from collections.abc import Iterator
from typing import Final

from operations.checks.facts import Facts, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.plan import Plan

NAME: Final = "network"
SETTING: Final = "network.profile"
WORKSPACES: Final = "Microsoft.MachineLearningServices/workspaces"
CLOSED: Final = ("Disabled", "AllowInternetOutbound", "AllowOnlyApprovedOutbound")
"""Managed networks, each more closed than the one before; Azure goes in that direction only (azure-docs
how-to-managed-network, 2026-10)."""


def network_switch(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks the managed network of the hub or workspace that is there against the one that is asked for."""
    if not plan.has_workspaces:
        return
    for name in _workspaces(plan):
        found = facts.resource(f"{plan.group_scope}/providers/{WORKSPACES}/{name}")
        if isinstance(found, Unseen):
            yield unknown(NAME, f"the workspace {name} can't be looked up: {found.why}", setting=SETTING)
        elif found is None:
            yield ok(NAME, f"there is no {name} yet", SETTING)
        else:
            present = str((found.properties.get("managedNetwork") or {}).get("isolationMode") or "Disabled")
            yield _judged(plan, name, present)


def _workspaces(plan: Plan) -> Iterator[str]:
    if plan.settings.models.serverless is not None and plan.settings.existing.hub is None:
        yield plan.names.hub
    if plan.has_clusters:
        yield plan.names.workspace


def _judged(plan: Plan, name: str, present: str) -> Finding:
    network = plan.settings.network
    wanted = network.isolation if network.profile == "private" else "Disabled"
    if present not in CLOSED:
        return unknown(NAME, f"the workspace {name} has a managed network of a mode not known here: {present}")
    if CLOSED.index(wanted) >= CLOSED.index(present):
        return ok(NAME, f"the managed network of {name} goes from {present} to {wanted}", SETTING)
    told = f"the managed network of {name} can't go from {present} to {wanted}: the workspace would be replaced"
    if network.allow_replace:
        fix = "It loses its runs, models and endpoints; network.allow_replace says that this is meant."
        return Finding(NAME, "unknown", told, fix, SETTING)
    fix = (
        "Leave network.profile and network.isolation as they were, or set network.allow_replace to true and lose runs."
    )
    return Finding(NAME, "no", told, fix, SETTING)
