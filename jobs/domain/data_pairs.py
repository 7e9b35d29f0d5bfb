"""The formats of two members: prompt and completion, text and label."""

from collections.abc import Callable, Iterator
from typing import Annotated, cast

from pydantic import ConfigDict, Field, TypeAdapter
from typing_extensions import TypedDict

from jobs.domain.data_format import Row, RowFormat
from jobs.domain.findings import Finding
from jobs.domain.json_positions import Path, Positions

_CLOSED = ConfigDict(extra="forbid", strict=True)
_Text = Annotated[str, Field(min_length=1)]


class _CompletionRow(TypedDict):
    __pydantic_config__ = _CLOSED  # type: ignore[misc]

    prompt: _Text
    completion: _Text


class _ClassificationRow(TypedDict):
    __pydantic_config__ = _CLOSED  # type: ignore[misc]

    text: _Text
    label: _Text | int


_parse_completion = cast("Callable[[bytes], Row]", TypeAdapter(_CompletionRow).validator.validate_json)
_parse_classification = cast("Callable[[bytes], Row]", TypeAdapter(_ClassificationRow).validator.validate_json)


def _say(one: str, other: str) -> Callable[[Row], tuple[str, bool]]:
    def say(row: Row) -> tuple[str, bool]:
        first, second = row[one], str(row[other])
        return f"{first}\n{second}", bool(first.strip() and second.strip())

    return say


def _look_closer(row: Row, where: Positions, number: int) -> Iterator[Finding]:
    for name, value in row.items():
        if isinstance(value, str) and value.isspace():
            yield Finding(number, where.nearest((name,)), "content-empty", f"'{name}' is only white space")


def _texts(row: Row) -> Iterator[tuple[Path, str]]:
    for name, value in row.items():
        if isinstance(value, str):
            yield (name,), value


COMPLETION = RowFormat(
    name="completion",
    example='{"prompt": ..., "completion": ...}',
    members=("prompt", "completion"),
    parse=_parse_completion,
    say=_say("prompt", "completion"),
    look_closer=_look_closer,
    texts=_texts,
    likeness=lambda row: f"{row['prompt']}\n{row['completion']}",
    question=lambda row: str(row["prompt"]),
    stratum=lambda _: "",
)

CLASSIFICATION = RowFormat(
    name="classification",
    example='{"text": ..., "label": ...}',
    members=("text", "label"),
    parse=_parse_classification,
    say=_say("text", "label"),
    look_closer=_look_closer,
    texts=_texts,
    likeness=lambda row: str(row["text"]),
    question=lambda row: str(row["text"]),
    stratum=lambda row: str(row["label"]),
)
