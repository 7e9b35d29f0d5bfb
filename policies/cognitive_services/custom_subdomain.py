"""Foundry accounts have an address of their own, without which they can't take Entra tokens."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource


def check(account: Resource, _context: Context) -> Iterator[str]:
    """Can be set once only, so its absence is found before the account is there."""
    if account.get("properties.customSubDomainName") is None:
        yield "properties.customSubDomainName is not set"


POLICY = Policy(
    name="cognitive-services-custom-subdomain",
    summary="Foundry accounts have a subdomain of their own.",
    reason="At the regional address keys are accepted and Entra tokens aren't, and private endpoints don't work.",
    fix="set properties.custom_sub_domain_name, at best to the account's name",
    severity="high",
    types=("cognitiveservices:Account",),
    check=check,
    controls=("IM-1",),
)
