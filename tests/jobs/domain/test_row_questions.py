"""Rows of every format as questions, with the answer that was hoped for."""

import json

import pytest

from jobs.domain.data_format import FormatName
from jobs.domain.errors import DataError
from jobs.domain.recipe import CommandTuning, OpenAITuning, ServerlessTuning
from jobs.domain.row_questions import question_of

ASKED = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Where to?"}]
ANSWER = [{"role": "assistant", "content": "Rome!"}]
WORSE = [{"role": "assistant", "content": "Home."}]


@pytest.mark.parametrize(
    ("row_format", "row", "said", "reference"),
    [
        ("chat", {"messages": [*ASKED, *ANSWER]}, ["Be brief.", "Where to?"], "Rome!"),
        (
            "preference",
            {"input": {"messages": ASKED}, "preferred_output": ANSWER, "non_preferred_output": WORSE},
            ["Be brief.", "Where to?"],
            "Rome!",
        ),
        ("classification", {"text": "Sunny!", "label": 3}, ["Sunny!"], "3"),
        ("completion", {"prompt": "Where to?", "completion": "Rome!"}, ["Where to?"], "Rome!"),
    ],
)
def test_a_row_asks_for_what_it_teaches(
    row_format: FormatName, row: dict[str, object], said: list[str], reference: str
) -> None:
    question = question_of(json.dumps(row).encode(), row_format)
    assert ([message.content for message in question.messages], question.reference) == (said, reference)


def test_a_row_with_tools_cannot_be_asked() -> None:
    messages = [*ASKED, {"role": "tool", "content": "22 degrees", "tool_call_id": "1"}]
    row = {"input": {"messages": messages}, "preferred_output": ANSWER, "non_preferred_output": WORSE}
    with pytest.raises(DataError, match="can't be asked as a question"):
        question_of(json.dumps(row).encode(), "preference")


def test_each_method_says_what_its_rows_are() -> None:
    assert ServerlessTuning(method="serverless").row_format == "chat"
    assert OpenAITuning(method="openai").row_format == "chat"
    assert OpenAITuning(method="openai", technique="dpo").row_format == "preference"
    assert CommandTuning(method="command").row_format == "chat"
    assert CommandTuning(method="command", objective="dpo", task="chat").row_format == "preference"
    assert CommandTuning(method="command", task="classification").row_format == "classification"
