"""What is wrong with the shape of a row, in any format: pydantic's errors in plain words, with columns."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from pydantic_core import ErrorDetails

from jobs.domain.data_format import Row, RowFormat
from jobs.domain.data_formats import format_named, looks_like
from jobs.domain.findings import Finding
from jobs.domain.json_positions import Path, Positions

_SHAPES = {
    "list_type": "'{name}' must be a list of messages, not {given}",
    "dict_type": "{place} must be a JSON object, not {given}",
    "string_type": "'{name}' must be text, not {given}",
    "too_short": "'{name}' is empty; a row needs at least a user and an assistant message",
    "string_too_short": "'{name}' is empty",
    "missing": "{place} has no '{name}'",
    "extra_forbidden": "'{name}' isn't part of the {format} format; {place} has {members}",
}
_RULES = {
    "list_type": "messages-not-a-list",
    "dict_type": "not-an-object",
    "string_type": "not-text",
    "too_short": "messages-empty",
    "string_too_short": "content-empty",
    "missing": "member-missing",
    "extra_forbidden": "member-unknown",
}
_LISTS_OF_MESSAGES = frozenset({"messages", "preferred_output", "non_preferred_output"})
_IN_MESSAGES = {
    "chat": "'role' and 'content'",
    "tools": "'role', 'content', 'tool_calls', 'tool_call_id', 'name' and 'weight'",
}
_ROLES = {"chat": ("system", "user", "assistant"), "tools": ("system", "user", "assistant", "tool")}


def shape_findings(
    errors: Sequence[ErrorDetails], where: Positions, number: int, row_format: RowFormat
) -> Iterator[Finding]:
    """Says what pydantic found wrong with a row, each thing once."""
    missing = {error["loc"] for error in errors if error["type"] == "missing" and len(error["loc"]) == 1}
    absent = bool(missing) and missing >= {(member,) for member in row_format.members}
    if absent:
        yield _another_format(errors[0]["input"], where, number, row_format)
    for error in errors:
        if absent and len(error["loc"]) == 1:
            continue  # said once, by the finding that the row has another shape
        if error["type"] == "too_short" and error["input"]:
            continue  # not empty: pydantic counts good messages only, and the bad ones are told one by one
        if error["loc"][-1:] == ("int",):
            continue  # a label is text or a whole number: said by the finding that it isn't text
        yield _shape(error, where, number, row_format)


def _another_format(row: Row, where: Positions, number: int, row_format: RowFormat) -> Finding:
    members = ", ".join(f"'{path[0]}'" for path in where.keys if len(path) == 1) or "nothing"
    wanted = " or ".join(f"'{member}'" for member in row_format.members)
    text = f"the row has no {wanted} but {members}; a {row_format.name} row is {row_format.example}"
    if other := looks_like(row):
        text += f" (this looks like a {format_named(other).name} row: --format {other}, or convert it)"
    rule = "messages-missing" if row_format.members == ("messages",) else "format-other"
    return Finding(number, 1, rule, text)


def _shape(error: ErrorDetails, where: Positions, number: int, row_format: RowFormat) -> Finding:
    path, kind = error["loc"], error["type"]
    if kind == "literal_error" and path[-1] == "role":
        return Finding(number, where.nearest(path), "role-unknown", _role(error["input"], row_format))
    if path[:1] == ("label",) and kind == "string_type":
        text = f"'label' must be text or a whole number, not {_kind(error['input'])}"
        return Finding(number, where.nearest(("label",)), "label-kind", text)
    path = tuple(part for part in path if part != "constrained-str")
    around = path[:-1] if kind in {"missing", "extra_forbidden"} else path
    column = where.keys.get(path, 1) if kind == "extra_forbidden" else where.nearest(path)
    message = _SHAPES.get(kind, "'{name}': {told}").format(
        name=path[-1] if path else "row",
        place=_place(around),
        given=_kind(error["input"]),
        format=row_format.name,
        told=error["msg"],
        members=_members(around, row_format),
    )
    rule = _RULES.get(kind, kind.replace("_", "-"))
    if kind == "list_type" and path and path[-1] not in _LISTS_OF_MESSAGES:
        rule, message = "not-a-list", message.replace(" of messages", "")
    return Finding(number, column, rule, message)


def _members(around: Path, row_format: RowFormat) -> str:
    if around and isinstance(around[-1], int) and around[-2] in _LISTS_OF_MESSAGES:
        return _IN_MESSAGES.get(row_format.name, _IN_MESSAGES["tools"])
    if around:
        return "no such member"
    return " and ".join(f"'{member}'" for member in row_format.members)


def _place(path: Path) -> str:
    if not path:
        return "the row"
    named = [
        f"{'message' if before in _LISTS_OF_MESSAGES else f'element of {before!r}'} {part + 1}"
        for before, part in pairwise(path)
        if isinstance(part, int)
    ]
    return " ".join(reversed(named)) if named else f"'{path[-1]}'"


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return "null" if value is None else names.get(type(value), "something else")


def _role(given: object, row_format: RowFormat) -> str:
    roles = _ROLES.get(row_format.name, _ROLES["tools"])
    allowed = ", ".join(f"'{role}'" for role in roles)
    if not isinstance(given, str):
        return f"a role is one of {allowed}, not {_kind(given)}"
    near = get_close_matches(given.strip().lower(), roles, n=1)
    return f"role '{given[:40]}' isn't one of {allowed}" + (f"; did you mean '{near[0]}'?" if near else "")
