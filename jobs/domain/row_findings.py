"""Everything that is wrong with one row of chat data, with columns."""

from collections.abc import Iterator
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from jobs.domain.chat import ROLES, ChatRow
from jobs.domain.findings import Finding
from jobs.domain.json_positions import Path, Positions, positions

_SHAPES = {
    "tuple_type": "'{name}' must be a list of messages, not {given}",
    "model_type": "{place} must be a JSON object, not {given}",
    "string_type": "'{name}' must be text, not {given}",
    "too_short": "'{name}' is empty; a row needs at least a user and an assistant message",
    "string_too_short": "'{name}' is empty",
    "missing": "{place} has no '{name}'",
    "extra_forbidden": "'{name}' isn't part of the chat shape; {place} has {members}",
}
_RULES = {
    "tuple_type": "messages-not-a-list",
    "model_type": "not-an-object",
    "string_type": "not-text",
    "too_short": "messages-empty",
    "string_too_short": "content-empty",
    "missing": "member-missing",
    "extra_forbidden": "member-unknown",
}


def row_findings(line: bytes, number: int, *, maximum_tokens: int) -> list[Finding]:
    """Checks one line on its own.

    Args:
        line: one line of the file, without its end.
        number: its 1-based number.
        maximum_tokens: longest row that is accepted, in estimated tokens.

    Returns:
        All findings, ordered by column; none when the row can be trained on.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        return [_not_utf8(line, number, error)]
    try:
        row = ChatRow.model_validate_json(line)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        if errors[0]["type"] == "json_invalid":
            return [_malformed(line, number, errors[0]["ctx"]["error"])]
        return sorted(_structural(errors, text, number))
    return sorted(_of_turns(row, positions(text), number)) + _length(row, number, maximum_tokens)


def estimated_tokens(row: ChatRow) -> int:
    """About how many tokens a row has: a quarter of its text's bytes in UTF-8, as is usual for English.

    An estimate on purpose: each model has its own tokeniser, which isn't at hand before anything is paid for.
    """
    return sum(len(message.content.encode()) for message in row.messages) // 4


def _not_utf8(line: bytes, number: int, error: UnicodeDecodeError) -> Finding:
    column = len(line[: error.start].decode()) + 1
    return Finding(
        number, column, "not-utf8", f"byte 0x{line[error.start]:02x} isn't UTF-8; save the file in the UTF-8 encoding"
    )


def _malformed(line: bytes, number: int, reason: str) -> Finding:
    what, _, at = reason.rpartition(" at line 1 column ")
    column = len(line[: max(int(at) - 1, 0)].decode(errors="ignore")) + 1 if at.isdigit() else 1
    return Finding(number, column, "malformed-json", f"not valid JSON: {what or reason}{_hint(line)}")


def _hint(line: bytes) -> str:
    start = line.lstrip()[:2]
    if start.startswith(b"["):
        return " (a list over several lines? JSON Lines wants one row a line, without the list around)"
    if start in {b"{'", b"{"}:
        return " (JSON Lines wants a whole row on one line, its texts in double quotes)"
    return ""


def _structural(errors: list[ErrorDetails], text: str, number: int) -> Iterator[Finding]:
    where = positions(text)
    without_messages = any(error["loc"] == ("messages",) and error["type"] == "missing" for error in errors)
    for error in errors:
        if without_messages and error["type"] == "extra_forbidden" and len(error["loc"]) == 1:
            continue  # said once, by the finding that messages are missing
        if error["type"] == "too_short" and error["input"]:
            continue  # not empty: pydantic counts good messages only, and the bad ones are told one by one
        if without_messages:
            yield _no_messages(where, number)
        else:
            yield _shape(error, where, number)


def _no_messages(where: Positions, number: int) -> Finding:
    members = ", ".join(f"'{path[0]}'" for path in where.keys if len(path) == 1) or "nothing"
    return Finding(
        number, 1, "messages-missing", f"the row has no 'messages' but {members}; "
        'a chat row is {"messages": [{"role": ..., "content": ...}, ...]}'
    )  # fmt: skip


def _shape(error: ErrorDetails, where: Positions, number: int) -> Finding:
    path, kind = error["loc"], error["type"]
    if kind == "literal_error":
        return Finding(number, where.nearest(path), "role-unknown", _role(error["input"]))
    around = path[:-1] if kind in {"missing", "extra_forbidden"} else path
    column = where.keys.get(path, 1) if kind == "extra_forbidden" else where.nearest(path)
    message = _SHAPES.get(kind, f"'{{name}}': {error['msg']}").format(
        name=path[-1] if path else "row",
        place=_place(around),
        given=_kind(error["input"]),
        members="'role' and 'content'" if around else "'messages'",
    )
    return Finding(number, column, _RULES.get(kind, kind.replace("_", "-")), message)


def _place(path: Path) -> str:
    return f"message {int(path[1]) + 1}" if len(path) > 1 else "the row"


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return "null" if value is None else names.get(type(value), "something else")


def _role(given: object) -> str:
    allowed = ", ".join(f"'{role}'" for role in ROLES)
    if not isinstance(given, str):
        return f"a role is one of {allowed}, not {_kind(given)}"
    near = get_close_matches(given.strip().lower(), ROLES, n=1)
    return f"role '{given[:40]}' isn't one of {allowed}" + (f"; did you mean '{near[0]}'?" if near else "")


def _of_turns(row: ChatRow, where: Positions, number: int) -> Iterator[Finding]:
    roles, whole = [message.role for message in row.messages], where.nearest(("messages",))
    for index, message in enumerate(row.messages):
        if message.content.isspace():
            column = where.nearest(("messages", index, "content"))
            yield Finding(number, column, "content-empty", f"the content of message {index + 1} is only white space")
        if message.role == "system" and index > 0:
            column = where.nearest(("messages", index, "role"))
            yield Finding(
                number, column, "system-not-first", f"message {index + 1} is a system message; it must come first"
            )
    if roles[:2] != ["system", "user"] and roles[0] != "user":
        yield Finding(
            number, where.nearest(("messages",)), "no-user-turn", "no user message comes first: nothing is asked"
        )
    if "assistant" not in roles:
        yield Finding(number, whole, "no-assistant-turn", "no assistant message: there is nothing to learn")
    elif roles[-1] != "assistant":
        column = where.nearest(("messages", len(roles) - 1))
        yield Finding(
            number, column, "last-not-assistant", f"the last message is from '{roles[-1]}': no answer follows it"
        )


def _length(row: ChatRow, number: int, maximum_tokens: int) -> list[Finding]:
    tokens = estimated_tokens(row)
    if tokens <= maximum_tokens:
        return []
    message = f"about {tokens} tokens, at most {maximum_tokens} are trained on; shorten or divide the conversation"
    return [Finding(number, 1, "row-too-long", message)]
