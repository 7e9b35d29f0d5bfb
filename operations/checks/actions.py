"""Whether roles allow an action, as Azure reads their patterns."""

import re
from collections.abc import Iterable
from functools import cache

from operations.checks.facts import Permission


def allowing(action: str, permissions: Iterable[Permission]) -> tuple[Permission, ...]:
    """Gives the permissions that allow an action; each may have a condition on top.

    A role's notActions take away from that role alone, not from others (azure-docs "role-definitions", 2026-10).
    """
    return tuple(
        each
        for each in permissions
        if any(_matches(pattern, action) for pattern in each.actions)
        and not any(_matches(pattern, action) for pattern in each.not_actions)
    )


def _matches(pattern: str, action: str) -> bool:
    return _expression(pattern.lower()).fullmatch(action.lower()) is not None


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    # `*` spans `/`, and `a/*/b` covers `a/b`: Managed Identity Operator's `userAssignedIdentities/*/assign/action` is
    # what allows `userAssignedIdentities/assign/action`.
    parts = [re.escape(part) for part in pattern.split("/*/")]
    return re.compile("/(?:.*/)?".join(part.replace(r"\*", ".*") for part in parts))
