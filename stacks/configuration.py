"""Reads a stack's configuration into settings; errors name the key, the value and what is allowed."""

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from stacks.settings import Settings

NAMESPACE = "tunestack"


class SettingsError(ValueError):
    """Settings that can't be used; the message has one line for each of them."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = tuple(findings)


def read_settings(configuration: Mapping[str, str]) -> Settings:
    """Reads the settings among a stack's configuration values.

    Args:
        configuration: All values of the stack by full key, as Pulumi passes them: what isn't text as JSON.

    Raises:
        SettingsError: Keys are unknown or missing, or values aren't allowed; it names all of them.
    """
    prefix = f"{NAMESPACE}:"
    given = {key.removeprefix(prefix): text for key, text in configuration.items() if key.startswith(prefix)}
    document = {name: _value(name, text) for name, text in given.items()}
    try:
        return Settings.model_validate_json(json.dumps(document))
    except ValidationError as invalid:
        raise SettingsError([_finding(error) for error in invalid.errors()]) from invalid


def _value(name: str, text: str) -> Any:  # noqa: ANN401 (any JSON value; checked by the settings afterwards)
    field = Settings.model_fields.get(name)
    if field is None or _is_text(field):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def _is_text(field: FieldInfo) -> bool:
    # What JSON has no type of its own for (dates, ids, choices) is text there as well.
    annotation: Any = field.annotation
    schema = TypeAdapter(annotation).json_schema()
    options = schema.get("anyOf", [schema])
    return any(option.get("type") == "string" for option in options)


def _finding(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    path = str(context.get("key") or "").split(".") if context.get("key") else [str(part) for part in error["loc"]]
    key = f"{NAMESPACE}:{'.'.join(path)}"
    if error["type"] == "extra_forbidden":
        return f"{key} is no setting; {_similar(path)}"
    field = _field(path)
    allowed = field.description if field else None
    if error["type"] == "missing":
        return f"{key} is missing; set it to {allowed}"
    if "reason" in context:
        return f"{key} is {context['value']!r}, which can't be used: {context['reason']}"
    return f"{key} is {error['input']!r}, which can't be used; expected: {allowed}"


def _similar(path: Sequence[str]) -> str:
    known = list(_fields(path[:-1]))
    close = get_close_matches(path[-1], known, n=1)
    if close:
        return f"did you mean {NAMESPACE}:{'.'.join([*path[:-1], close[0]])}?"
    return f"settings are {', '.join(known)}"


def _field(path: Sequence[str]) -> FieldInfo | None:
    return _fields(path[:-1]).get(path[-1]) or Settings.model_fields.get(path[0])


def _fields(parents: Sequence[str]) -> Mapping[str, FieldInfo]:
    fields: Mapping[str, FieldInfo] = Settings.model_fields
    for parent in parents:
        annotation = fields[parent].annotation if parent in fields else None
        inner = [annotation, *get_args(annotation)]  # a setting that may be absent is a union with None
        fields = next((each.model_fields for each in inner if hasattr(each, "model_fields")), {})
    return fields
