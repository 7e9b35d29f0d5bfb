"""Foundry accounts act under an identity of their own."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs


def check(account: Resource, _context: Context) -> Iterator[str]:
    """System-assigned or user-assigned."""
    kinds = ("SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned", "SystemAssigned,UserAssigned")
    yield differs(account, "identity.type", *kinds)


POLICY = Policy(
    name="cognitive-services-managed-identity",
    summary="Foundry accounts have a managed identity.",
    reason="Without one they reach storage and keys by secrets.",
    fix="set identity.type to SystemAssigned, or to UserAssigned with an identity",
    severity="medium",
    types=("cognitiveservices:Account",),
    check=check,
    built_in=("fe3fd216-4f83-4fc1-8984-2bbec80a3418",),
    controls=("IM-3",),
)
