"""Records of other tools' shapes as training rows: ultrachat, ShareGPT, Alpaca, Dolly, tables, pairs."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from jobs.domain.data_format import FormatName, Row

Shape = Callable[[Mapping[str, Any]], Row | None]

_SPEAKERS = MappingProxyType(
    {"human": "user", "user": "user", "gpt": "assistant", "assistant": "assistant", "bot": "assistant"}
    | {"chatgpt": "assistant", "model": "assistant", "system": "system"}
)
_QUESTIONS = ("question", "prompt", "input", "user", "query")
_ANSWERS = ("answer", "completion", "response", "output", "assistant")


class ConversionError(ValueError):
    """A record can't be made a row of that format; says why."""


def convert(record: Mapping[str, Any], target: FormatName, *, system: str | None = None) -> tuple[str, Row]:
    """Makes a record a row.

    Args:
        record: of any shape that is known.
        target: the format of the row.
        system: a system message to begin conversations with that have none.

    Returns:
        The shape that the record was of, and the row.

    Raises:
        ConversionError: the record's shape isn't known, or it has nothing that such a row needs.
    """
    shape, row = _recognised(record)
    if "messages" in row and system and row["messages"][0]["role"] != "system":
        row = {"messages": [{"role": "system", "content": system}, *row["messages"]]}
    if "input" in row and system and row["input"]["messages"][0]["role"] != "system":
        row["input"]["messages"].insert(0, {"role": "system", "content": system})
    return shape, _TARGETS[target](row)


def _recognised(record: Mapping[str, Any]) -> tuple[str, Row]:
    for name, shape in _SHAPES.items():
        if row := shape(record):
            return name, row
    members = ", ".join(f"'{name}'" for name in list(record)[:12]) or "none"
    raise ConversionError(f"no shape that is known has these members: {members}")


def _preference(record: Mapping[str, Any]) -> Row | None:
    if "chosen" not in record or "rejected" not in record:
        return None
    chosen, rejected = (_as_messages(record[name]) for name in ("chosen", "rejected"))
    asked = _as_messages(record["prompt"], role="user") if record.get("prompt") else chosen[:-1]
    if not asked:
        raise ConversionError("there is no prompt that the two answers are to")
    return {"input": {"messages": asked}, "preferred_output": chosen[-1:], "non_preferred_output": rejected[-1:]}


def _azure_preference(record: Mapping[str, Any]) -> Row | None:
    if not all(name in record for name in ("input", "preferred_output", "non_preferred_output")):
        return None
    asked = record["input"].get("messages") if isinstance(record["input"], dict) else record["input"]
    return {
        "input": {"messages": _as_messages(asked, role="user")},
        "preferred_output": _as_messages(record["preferred_output"]),
        "non_preferred_output": _as_messages(record["non_preferred_output"]),
    }


def _ultrachat(record: Mapping[str, Any]) -> Row | None:
    """Messages, whatever stands beside them: `prompt` and `prompt_id` in ultrachat repeat the first message."""
    if not isinstance(record.get("messages"), list):
        return None
    return {"messages": _messages(record["messages"], "role", "content")}


def _sharegpt(record: Mapping[str, Any]) -> Row | None:
    if not isinstance(record.get("conversations"), list):
        return None
    messages = _messages(record["conversations"], "from", "value")
    if isinstance(before := record.get("system"), str) and before.strip():
        messages.insert(0, {"role": "system", "content": before})
    return {"messages": messages}


def _alpaca(record: Mapping[str, Any]) -> Row | None:
    answer = next((name for name in ("output", "response") if name in record), None)
    if "instruction" not in record or answer is None:
        return None
    beside = record.get("input") or record.get("context") or ""
    asked = f"{_text(record, 'instruction')}\n\n{beside}".strip()
    return _exchange(asked, _text(record, answer), record.get("system"))


def _classified(record: Mapping[str, Any]) -> Row | None:
    if "text" not in record or "label" not in record:
        return None
    label = record["label"]
    if isinstance(label, bool) or not isinstance(label, str | int) or label == "":
        raise ConversionError("'label' is neither a text nor a whole number")
    return {"text": _text(record, "text"), "label": label}


def _pair(record: Mapping[str, Any]) -> Row | None:
    question = next((name for name in _QUESTIONS if name in record), None)
    answer = next((name for name in _ANSWERS if name in record), None)
    if question is None or answer is None:
        return None
    return _exchange(_text(record, question), _text(record, answer), record.get("system"))


_SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "preference-azure": _azure_preference,
        "preference-pairs": _preference,
        "messages": _ultrachat,
        "sharegpt": _sharegpt,
        "alpaca": _alpaca,
        "classification": _classified,
        "pairs": _pair,
    }
)


def _to_chat(row: Row) -> Row:
    if "messages" in row:
        return row
    if "preferred_output" in row:
        return {"messages": [*row["input"]["messages"], *row["preferred_output"]]}
    return {"messages": _exchange(row["text"], str(row["label"]), None)["messages"]}


def _to_completion(row: Row) -> Row:
    messages = _to_chat(row)["messages"]
    asked = [one for one in messages[:-1] if one["role"] != "assistant"]
    if len(asked) != len(messages) - 1 or messages[-1]["role"] != "assistant" or not asked:
        raise ConversionError("more than one question and one answer: that is no pair of prompt and completion")
    return {"prompt": "\n\n".join(one["content"] for one in asked), "completion": messages[-1]["content"]}


def _to_preference(row: Row) -> Row:
    if "preferred_output" not in row:
        raise ConversionError("there is no second answer, that is less preferred")
    return row


def _to_classification(row: Row) -> Row:
    if "label" in row:
        return row
    pair = _to_completion(row)
    return {"text": pair["prompt"], "label": pair["completion"].strip()}


_TARGETS: Mapping[FormatName, Callable[[Row], Row]] = MappingProxyType(
    {
        "chat": _to_chat,
        "tools": _to_chat,
        "preference": _to_preference,
        "completion": _to_completion,
        "classification": _to_classification,
    }
)


def _messages(given: list[object], role: str, content: str) -> list[Row]:
    if not given:
        raise ConversionError("there are no messages")
    return [_message(one, role, content) for one in given]


def _message(given: object, role: str, content: str) -> Row:
    if not isinstance(given, dict) or not isinstance(given.get(content), str):
        raise ConversionError(f"a message isn't an object with '{role}' and a text '{content}'")
    if given.get("tool_calls") or given.get("function_call"):
        raise ConversionError("a message calls tools, which a conversion would lose; such rows need none")
    said_by = _SPEAKERS.get(str(given.get(role)).lower())
    if said_by is None:
        raise ConversionError(f"'{str(given.get(role))[:40]}' is no known speaker: {', '.join(_SPEAKERS)}")
    return {"role": said_by, "content": given[content]}


def _as_messages(value: object, *, role: str = "assistant") -> list[Row]:
    if isinstance(value, str):
        return [{"role": role, "content": value}]
    if isinstance(value, list) and value:
        return _messages(value, "role", "content")
    raise ConversionError("an answer is neither a text nor a list of messages")


def _exchange(asked: str, answered: str, system: object) -> Row:
    messages = [{"role": "user", "content": asked}, {"role": "assistant", "content": answered}]
    if isinstance(system, str) and system.strip():
        messages.insert(0, {"role": "system", "content": system})
    return {"messages": messages}


def _text(record: Mapping[str, Any], name: str) -> str:
    if not isinstance(value := record[name], str) or not value.strip():
        raise ConversionError(f"'{name}' is empty or no text")
    return value
