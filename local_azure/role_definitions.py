"""What Azure's built-in roles allow: the catalogue's roles, and how their actions are matched."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from catalogue.roles import Role, roles


@cache
def role_definitions() -> Mapping[str, Role]:
    """Returns the built-in roles by GUID."""
    return MappingProxyType({str(role.guid): role for role in roles().values()})


def allows(role: Role, action: str, *, data: bool) -> bool:
    """Returns whether a role allows an action; ``data`` asks for a data action."""
    allowed = role.data_actions if data else role.actions
    taken_out = role.not_data_actions if data else role.not_actions
    return _any_matches(allowed, action) and not _any_matches(taken_out, action)


def role_id(reference: str) -> str:
    """Returns the GUID at the end of a role definition's id."""
    return reference.rstrip("/").rsplit("/", 1)[-1].lower()


def _any_matches(patterns: Sequence[str], action: str) -> bool:
    return any(_expression(pattern).fullmatch(action) for pattern in patterns)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    # A wildcard spans slashes, and between two slashes it may stand for nothing: a/*/b covers a/b.
    escaped = re.escape(pattern).replace(r"/\*/", "/(?:.*/)?").replace(r"\*", ".*")
    return re.compile(escaped, re.IGNORECASE)
