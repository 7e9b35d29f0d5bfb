"""Rules that a recipe states for answers beyond their style: form, forbidden advice, a question back, grounding."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jobs.domain.evaluation.refusals import refuses

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_FENCE = re.compile(r"^```\w*\n(.*)\n```$", re.DOTALL)


class AnswerRules(BaseModel):
    """What answers must be; rules that aren't given aren't measured."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    json_schema: Annotated[
        dict[str, Any] | None, Field(description="JSON Schema (2020-12) that the whole answer has to fit, as JSON.")
    ] = None
    pattern: Annotated[str | None, Field(description="Regular expression that the whole answer has to match.")] = None
    forbidden: Annotated[
        dict[str, Annotated[list[str], Field(min_length=1)]],
        Field(description="What must not be advised: a name, and the words (regular expressions) that give it away."),
    ] = {}
    question_back: Annotated[bool, Field(description="Every answer asks a question.")] = False
    grounded: Annotated[bool, Field(description="Measure how much of an answer stands in its prompt.")] = False

    @model_validator(mode="after")
    def _can_be_checked(self) -> Self:
        words = [word for terms in self.forbidden.values() for word in terms]
        for pattern in [*words, *([self.pattern] if self.pattern else [])]:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"'{pattern}' isn't a regular expression: {error}") from error
        if self.json_schema is not None:
            _check_schema(self.json_schema)
        return self

    def any_given(self) -> bool:
        """Whether there is any rule to keep."""
        return self.has_form or bool(self.forbidden) or self.question_back

    @property
    def has_form(self) -> bool:
        """Whether answers have a form to keep."""
        return self.json_schema is not None or self.pattern is not None

    def wrong_form(self, answer: str) -> str:
        """Why an answer isn't of the stated form; empty when it is."""
        if self.pattern is not None and not re.fullmatch(self.pattern, answer.strip(), re.DOTALL):
            return "doesn't match the pattern"
        return _not_of_schema(answer, self.json_schema) if self.json_schema is not None else ""

    def forbidden_advice(self, answer: str) -> tuple[str, ...]:
        """Which forbidden things an answer gives.

        A sentence counts that has one of the words and neither asks nor declines: `I can't recommend hotels` and
        `Have you booked a hotel?` give no advice.
        """
        sentences = [found.group().strip() for found in _SENTENCE.finditer(answer)]
        stating = [one for one in sentences if not one.endswith("?") and not refuses(one)]
        return tuple(_named(self.forbidden, stating))


def asks_back(answer: str) -> bool:
    """Whether an answer asks something."""
    return "?" in answer


def _named(forbidden: Mapping[str, list[str]], sentences: list[str]) -> Iterator[str]:
    for name, words in forbidden.items():
        pattern = re.compile("|".join(rf"(?<!\w)(?:{word})(?!\w)" for word in words), re.IGNORECASE)
        if any(pattern.search(sentence) for sentence in sentences):
            yield name


def _not_of_schema(answer: str, schema: Mapping[str, Any]) -> str:
    from jsonschema import Draft202012Validator

    text = answer.strip()
    fenced = _FENCE.match(text)
    try:
        value = json.loads(fenced.group(1) if fenced else text)
    except (ValueError, RecursionError):
        return "isn't JSON"
    error = next(iter(Draft202012Validator(schema).iter_errors(value)), None)
    return f"{error.json_path}: {error.message}" if error else ""


def _check_schema(schema: Mapping[str, Any]) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    if re.search(r'"\$(?:ref|dynamicRef)": "(?!#)', json.dumps(schema)):
        raise ValueError("json_schema refers to another document: put it under $defs")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise ValueError(f"json_schema isn't a JSON Schema: {error.message}") from error
