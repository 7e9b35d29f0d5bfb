"""Everything that is wrong with one row of training data, with columns."""

from pydantic import ValidationError

from jobs.domain.data_chat import CHAT
from jobs.domain.data_format import Row, RowFormat
from jobs.domain.data_shapes import shape_findings
from jobs.domain.findings import Finding
from jobs.domain.json_positions import positions


def row_findings(line: bytes, number: int, *, maximum_tokens: int, row_format: RowFormat = CHAT) -> list[Finding]:
    """Checks one line on its own.

    Args:
        line: one line of the file, without its end.
        number: its 1-based number.
        maximum_tokens: longest row that is accepted, in estimated tokens.
        row_format: what the row should be.

    Returns:
        All findings, ordered by column; none when the row can be trained on.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        return [_not_utf8(line, number, error)]
    try:
        row = row_format.parse(line)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        if errors[0]["type"] == "json_invalid":
            return [_malformed(line, number, errors[0]["ctx"]["error"])]
        return sorted(shape_findings(errors, positions(text), number, row_format))
    return sorted(row_format.look_closer(row, positions(text), number)) + _length(
        row, row_format, number, maximum_tokens
    )


def estimated_tokens(row: Row, row_format: RowFormat) -> int:
    """About how many tokens a row has: a quarter of its text's bytes in UTF-8, as is usual for English.

    An estimate on purpose: each model has its own tokeniser, which isn't at hand before anything is paid for.
    """
    return sum(len(text.encode(errors="replace")) for _, text in row_format.texts(row)) // 4


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


def _length(row: Row, row_format: RowFormat, number: int, maximum_tokens: int) -> list[Finding]:
    tokens = estimated_tokens(row, row_format)
    if tokens <= maximum_tokens:
        return []
    message = f"about {tokens} tokens, at most {maximum_tokens} are trained on; shorten or divide the conversation"
    return [Finding(number, 1, "row-too-long", message)]
