"""Foundry accounts take Entra tokens, no keys."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_true


def check(account: Resource, _context: Context) -> Iterator[str]:
    """Absent means that two keys open the account."""
    yield not_true(account, "properties.disableLocalAuth")


POLICY = Policy(
    name="cognitive-services-local-auth",
    summary="Foundry accounts take Entra tokens, no keys.",
    reason="A key calls every model on the account at its owner's cost, and nobody can tell who did.",
    fix="set properties.disable_local_auth to true",
    severity="critical",
    types=("cognitiveservices:Account",),
    check=check,
    built_in=("71ef260a-8f18-47b7-abcb-62d0673d94dc",),
    controls=("IM-1",),
)
