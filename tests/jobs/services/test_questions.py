"""Questions of a file."""

from pathlib import Path

import pytest

from jobs.domain.errors import DataError
from jobs.services.questions import read_questions


def written(folder: Path, text: str) -> Path:
    file = folder / "questions.jsonl"
    file.write_text(text, encoding="utf-8")
    return file


def test_lines_of_text_and_of_json_are_questions(tmp_path: Path) -> None:
    text = (
        "\ufeffWhere to?\n\n"
        '{"question": "What to eat?"}\n{"prompt": " When to go? "}\n'
        '{"messages": [{"role": "user", "content": "Old"}, {"role": "user", "content": "How?"}]}\n'
    )
    assert read_questions(written(tmp_path, text)) == ("Where to?", "What to eat?", "When to go?", "How?")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has no questions"),
        ('Where?\n{"answer": "x"}\n', ":2: has none of question"),
        ('{"question": 3}\n', ":1: has none of question"),
        ("{broken\n", ":1: not valid JSON"),
        ('{"messages": [{"role": "user"}]}\n', ":1: has none of question"),
    ],
)
def test_a_line_without_a_question_is_named(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(DataError, match=why):
        read_questions(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.txt can't be read"):
        read_questions(tmp_path / "nowhere.txt")
