"""Names are the same after destroy and up: none is drawn by chance."""

import re
from collections.abc import Iterator

from catalogue.resource_types import UnknownResourceTypeError, by_token
from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource

RANDOM = re.compile(r"[0-9a-f]{8}")
UUID = re.compile(r"[0-9a-f]{32}")
"""How azure-native names what has no name: the logical one and eight digits, or a GUID without hyphens."""


def check(resource: Resource, _context: Context) -> Iterator[str]:
    """Before the provider has looked at it the name is absent, afterwards it is one of the provider's making."""
    try:
        row = by_token(resource.type)
    except UnknownResourceTypeError:
        return
    own = resource.get(row.name_parameter)
    if row.auto_name in (None, "copy"):
        return
    if own is None:
        yield f"{row.name_parameter} is not set"
    elif isinstance(own, str) and _made_up(own, resource.name):
        yield f"{row.name_parameter} is {own}, which the provider made up"


POLICY = Policy(
    name="general-deterministic-names",
    summary="Resources have names of the stack's own choosing.",
    reason="With a random name in it every `up` after a destroy makes other names: roles, locks and scripts miss them.",
    fix="set the name from infra/naming.py",
    severity="medium",
    check=check,
    controls=("AM-1",),
)


def _made_up(own: str, logical: str) -> bool:
    return bool(UUID.fullmatch(own)) or (own.startswith(logical) and bool(RANDOM.fullmatch(own[len(logical) :])))
