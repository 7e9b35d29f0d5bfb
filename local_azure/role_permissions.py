"""What a role allows: actions and data actions with wildcards, those taken out again, and how they are matched."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Permission:
    """One entry of a role definition's ``permissions``.

    Attributes:
        actions: Control-plane actions it allows, with wildcards.
        not_actions: Those that it takes out again.
        data_actions: Data actions it allows.
        not_data_actions: Those that it takes out again.
        condition: What must hold as well; empty for most.
    """

    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()
    not_data_actions: tuple[str, ...] = ()
    condition: str = ""

    def allows(self, action: str, *, data: bool) -> bool:
        """Returns whether it has an action, its condition aside; ``data`` asks for a data action."""
        allowed = self.data_actions if data else self.actions
        taken_out = self.not_data_actions if data else self.not_actions
        return any_matches(allowed, action) and not any_matches(taken_out, action)


def any_matches(patterns: Sequence[str], action: str) -> bool:
    """Returns whether an action matches one of the patterns, without regard to case."""
    return any(_expression(pattern).fullmatch(action) for pattern in patterns)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    # A wildcard spans slashes, and between two slashes it may stand for nothing: a/*/b covers a/b, and so does a/*/*/b.
    escaped = re.sub(r"/\\\*(?=/)", "(?:/.*)?", re.escape(pattern)).replace(r"\*", ".*")
    return re.compile(escaped, re.IGNORECASE | re.DOTALL)
