"""Questions of a file: plain ones, chat rows, and what is neither."""

import json
from pathlib import Path

import pytest

from jobs.domain.chat import Message
from jobs.domain.errors import DataError
from jobs.domain.evaluation.answers import Question as EvaluationQuestion
from jobs.promptflow.questions import Question, Turn, questions_of, read_questions


def written(folder: Path, *rows: object, start: str = "") -> Path:
    file = folder / "questions.jsonl"
    file.write_text(start + "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return file


def chat(*turns: str, system: str | None = None) -> dict[str, object]:
    roles = [{"role": ("user", "assistant")[at % 2], "content": text} for at, text in enumerate(turns)]
    return {"messages": [*([{"role": "system", "content": system}] if system else []), *roles]}


def test_a_question_is_read_with_its_right_answer_where_it_has_one(tmp_path: Path) -> None:
    file = written(tmp_path, {"input_data": "Rome?"}, "", {"input_data": "Oslo?", "ground_truth": "Yes.", "id": 7})
    assert read_questions(file) == [Question("Rome?"), Question("Oslo?", (), "Yes.")]


def test_the_last_turns_of_chat_messages_are_question_and_right_answer(tmp_path: Path) -> None:
    file = written(tmp_path, chat("One?", "1.", "Two?", "2.", system="Be brief."), chat("One?", "1.", "Two?"))
    history = (Turn("One?", "1."),)
    assert read_questions(file) == [Question("Two?", history, "2."), Question("Two?", history)]


def test_a_recipes_evaluation_is_asked_without_its_system_message() -> None:
    said = (("system", "Be brief."), ("user", "One?"), ("assistant", "1."), ("user", "Two?"))
    messages = tuple(Message.model_validate({"role": role, "content": text}) for role, text in said)
    assert questions_of([EvaluationQuestion(messages, "2.")]) == [Question("Two?", (Turn("One?", "1."),), "2.")]


def test_a_byte_order_mark_is_no_part_of_the_first_question(tmp_path: Path) -> None:
    assert read_questions(written(tmp_path, {"input_data": "Rome?"}, start="\ufeff")) == [Question("Rome?")]


def test_a_question_becomes_the_inputs_of_the_flow() -> None:
    assert Question("Two?", (Turn("One?", "1."),), "2.").inputs() == {
        "input_data": "Two?",
        "chat_history": [{"inputs": {"input_data": "One?"}, "outputs": {"answer": "1."}}],
    }


@pytest.mark.parametrize(
    "row",
    [
        "{",
        "[]",
        "7",
        {},
        {"input_data": ""},
        {"input_data": 7},
        {"input_data": "Rome?", "ground_truth": 7},
        {"messages": []},
        {"messages": "Rome?"},
        chat("", "1.", "Two?")["messages"],
        {"messages": [{"role": "assistant", "content": "1."}]},
        {"messages": [{"role": "user", "content": "One?"}, {"role": "user", "content": "Two?"}]},
        {"messages": [{"role": "tool", "content": "1."}]},
    ],
    ids=str,
)
def test_what_is_no_question_is_told_with_its_line(tmp_path: Path, row: object) -> None:
    file = written(tmp_path, {"input_data": "Rome?"}, "", row)
    with pytest.raises(DataError, match=r"questions.jsonl:3: no question: ") as raised:
        read_questions(file)
    assert "input_data" in raised.value.fix


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has no questions"):
        read_questions(written(tmp_path, "", " "))
