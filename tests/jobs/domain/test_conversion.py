"""Other tools' records as training rows."""

from typing import Any

import pytest

from jobs.domain.conversion import ConversionError, convert
from tests.jobs.domain.rows import message

SAID = [{"from": "human", "value": "Why?"}, {"from": "gpt", "value": "So."}]
ASKED, ANSWERED = message("user", "Why?"), message("assistant", "So.")
CHAT = {"messages": [ASKED, ANSWERED]}


@pytest.mark.parametrize(
    ("shape", "record", "row"),
    [
        ("messages", {"prompt": "Why?", "prompt_id": "a1", "messages": [ASKED, ANSWERED]}, CHAT),
        ("sharegpt", {"id": "1", "conversations": SAID}, CHAT),
        (
            "sharegpt",
            {"system": "Be kind.", "conversations": SAID},
            {"messages": [message("system", "Be kind."), ASKED, ANSWERED]},
        ),
        ("alpaca", {"instruction": "Why?", "input": "", "output": "So."}, CHAT),
        (
            "alpaca",
            {"instruction": "Add.", "input": "1 and 2", "output": "3"},
            {"messages": [message("user", "Add.\n\n1 and 2"), message("assistant", "3")]},
        ),
        ("alpaca", {"instruction": "Why?", "context": "", "response": "So.", "category": "x"}, CHAT),
        ("pairs", {"prompt": "Why?", "completion": "So."}, CHAT),
        ("pairs", {"question": "Why?", "answer": "So."}, CHAT),
        ("classification", {"text": "Why?", "label": "So."}, CHAT),
        ("preference-pairs", {"prompt": "Why?", "chosen": "So.", "rejected": "No."}, CHAT),
    ],
)
def test_each_shape_becomes_chat(shape: str, record: dict[str, Any], row: dict[str, Any]) -> None:
    assert convert(record, "chat") == (shape, row)


def test_a_system_message_is_put_before_conversations_without() -> None:
    _, row = convert(CHAT, "chat", system="Be kind.")
    assert row["messages"][0] == message("system", "Be kind.")
    assert convert(row, "chat", system="Other.")[1] == row


def test_chosen_and_rejected_conversations_become_preferences() -> None:
    record = {"chosen": [ASKED, ANSWERED], "rejected": [ASKED, message("assistant", "No.")]}
    assert convert(record, "preference")[1] == {
        "input": {"messages": [ASKED]},
        "preferred_output": [ANSWERED],
        "non_preferred_output": [message("assistant", "No.")],
    }


def test_preferences_stay_preferences() -> None:
    record = {
        "input": {"messages": [ASKED]},
        "preferred_output": [ANSWERED],
        "non_preferred_output": [message("assistant", "No.")],
    }
    assert convert(record, "preference") == ("preference-azure", record)
    assert convert(record, "chat")[1] == CHAT


def test_one_question_and_answer_become_a_pair_or_a_class() -> None:
    assert convert(CHAT, "completion")[1] == {"prompt": "Why?", "completion": "So."}
    assert convert(CHAT, "classification")[1] == {"text": "Why?", "label": "So."}
    assert convert({"text": "x", "label": 3}, "classification")[1] == {"text": "x", "label": 3}


@pytest.mark.parametrize(
    ("record", "target", "why"),
    [
        ({"a": 1}, "chat", "no shape that is known has these members: 'a'"),
        ({}, "chat", "none"),
        ({"conversations": [{"from": "alien", "value": "x"}]}, "chat", "no known speaker"),
        ({"conversations": ["x"]}, "chat", "isn't an object"),
        ({"conversations": [{"from": "gpt", "value": None}]}, "chat", "isn't an object"),
        ({"instruction": "", "output": "x"}, "chat", "'instruction' is empty"),
        ({"question": "x", "answer": 5}, "chat", "'answer' is empty or no text"),
        ({"messages": [ASKED, ANSWERED, ASKED, ANSWERED]}, "completion", "more than one question"),
        ({"messages": [ASKED]}, "completion", "more than one question"),
        (CHAT, "preference", "no second answer"),
        ({"chosen": "a", "rejected": "b"}, "preference", "no prompt"),
        ({"chosen": 5, "rejected": "b"}, "preference", "neither a text"),
        ({"messages": []}, "chat", "are no messages"),
        ({"messages": [{**ANSWERED, "tool_calls": [{}]}]}, "chat", "calls tools"),
        ({"text": "x", "label": 1.5}, "classification", "neither a text nor a whole number"),
        ({"input": {}, "preferred_output": [ANSWERED], "non_preferred_output": [ANSWERED]}, "chat", "neither a text"),
    ],
)
def test_what_cannot_be_converted_is_told_why(record: dict[str, Any], target: Any, why: str) -> None:  # noqa: ANN401
    with pytest.raises(ConversionError, match=why):
        convert(record, target, system="Be kind.")
