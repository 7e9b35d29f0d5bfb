"""`tunestack compare` and `chat`: over a cloud in memory."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli import session
from cli.main import run, tunestack
from cli.metric_lines import metric_lines
from jobs.domain.chat import Message
from jobs.domain.errors import CONTENT_FILTERED, CloudError
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.requests import RECIPE, STACK

AT = [str(RECIPE), "--stack", "phi3-test"]


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> MemoryCloud:
    """A cloud in which the recipe has run."""
    made = MemoryCloud()
    monkeypatch.setattr(session, "read_stack", lambda _name, **_: STACK)
    monkeypatch.setattr(session, "azure_cloud", lambda _stack: made)
    monkeypatch.setattr(session, "signed_in_as", lambda _stack: "somebody")
    assert run(["run", *AT, "--report", str(tmp_path / "first.html")]) == 0
    capsys.readouterr()
    return made


@pytest.fixture
def questions(tmp_path: Path) -> str:
    file = tmp_path / "questions.txt"
    file.write_text("How do I pair it?\nAnd a second one?\n", encoding="utf-8")
    return str(file)


def document(capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 -- JSON
    return json.loads(capsys.readouterr().out)


def test_questions_of_a_file_are_asked_and_answered_side_by_side(
    cloud: MemoryCloud, questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *AT, "--questions", questions, "--one-conversation", "--output", "json"]) == 0
    found = document(capsys)
    assert [row["prompt"] for row in found["compare"]] == ["How do I pair it?", "And a second one?"]
    assert found["compare"][0]["tuned"].startswith("Hey there!")
    columns = found["side_by_side"]["columns"]
    assert [column["model"] for column in columns] == ["tuned", "base"]
    assert all(column.keys() >= {"kept", "seconds", "tokens", "usd"} for column in columns)
    assert all(column["seconds"] >= 0 for column in columns)
    assert found["side_by_side"]["one_conversation"]


def test_as_text_both_answers_and_the_rules_they_break_are_shown(
    cloud: MemoryCloud, questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *AT, "--questions", questions]) == 0
    shown = capsys.readouterr().out
    for text in ("How do I pair it?", "Hold the Pair", "press the", "doesn't start with", "2 of 2", "0 of 2"):
        assert text in shown


def test_a_blind_comparison_names_no_model_and_keeps_the_key_beside_it(
    cloud: MemoryCloud, questions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blind = tmp_path / "out" / "vote.md"
    assert (
        run(["compare", *AT, "--questions", questions, "--blind", str(blind), "--seed", "3", "--output", "json"]) == 0
    )
    assert document(capsys)["key"] == f"{blind}.key.json"
    text = blind.read_text(encoding="utf-8")
    assert "tuned" not in text
    assert "base" not in text
    key = json.loads(Path(f"{blind}.key.json").read_text(encoding="utf-8"))
    first = text.split("**A**")[1].split("**B**")[0]
    assert ("Hey there!" in first) == (key[0]["A"] == "tuned")


def test_the_evaluations_answers_can_be_judged_blind_too(
    cloud: MemoryCloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *AT, "--blind", str(tmp_path / "vote.md")]) == 0
    assert (tmp_path / "vote.md").read_text(encoding="utf-8").count("**A**") == 24
    assert capsys.readouterr().out == ""


def test_models_that_are_not_deployed_cannot_be_asked(
    cloud: MemoryCloud, questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.endpoints.there.clear()
    assert run(["compare", *AT, "--questions", questions]) == 1
    assert "aren't both deployed" in capsys.readouterr().err
    assert run(["chat", *AT]) == 1


def test_the_report_shows_a_comparison_that_was_made(
    cloud: MemoryCloud, questions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *AT, "--questions", questions]) == 0
    report = tmp_path / "again.html"
    assert run(["report", *AT, "--file", str(report)]) == 0
    assert "Prompting or tuning" in report.read_text(encoding="utf-8")


def test_a_bad_file_of_questions_is_bad_data(cloud: MemoryCloud, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert run(["compare", *AT, "--questions", str(empty)]) == 3


def test_chat_talks_with_both_at_once(cloud: MemoryCloud) -> None:
    talk = CliRunner().invoke(tunestack, ["chat", *AT, "--both"], input="Hello?\n\n")
    assert talk.exit_code == 0
    assert "Hold the Pair" in talk.output
    assert "press the" in talk.output


@pytest.mark.parametrize(
    ("options", "roles", "who"),
    [
        (("--system", "Be brief.", "--base"), ["system", "user"], "base: "),
        (("--system", ""), ["user"], "tuned: "),
    ],
)
def test_chat_takes_another_system_message_or_none(
    cloud: MemoryCloud, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], roles: list[str], who: str
) -> None:
    asked: list[Sequence[Message]] = []

    def stream(_endpoint: object, messages: Sequence[Message], **_: object) -> Iterator[str]:
        asked.append(messages)
        return iter(["He", "llo."])

    monkeypatch.setattr(cloud.chat, "stream", stream)
    talk = CliRunner().invoke(tunestack, ["chat", *AT, *options], input="Hm?\n\n")
    assert f"{who}Hello." in talk.output
    assert [message.role for message in asked[0]] == roles
    assert asked[0][0].content == (options[1] or "Hm?")


def test_chat_goes_on_after_content_safety_refused_a_turn(cloud: MemoryCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_arguments: object, **_options: object) -> object:
        raise CloudError("filtered", code=CONTENT_FILTERED)

    monkeypatch.setattr(cloud.chat, "stream", lambda *_, **__: (refusing() for _ in range(1)))
    talk = CliRunner().invoke(tunestack, ["chat", *AT], input="Hm?\nHm?\n\n")
    assert talk.exit_code == 0
    assert talk.output.count("(no answer)") == 2


def test_a_metric_without_an_interval_is_shown_without_one() -> None:
    lines = list(
        metric_lines(
            {
                "style": {"base": 0.0, "tuned": 1.0, "low": 0.9, "high": 1.0},
                "perplexity": {"base": 9.0, "tuned": 3.0, "low": None, "high": None},
            }
        )
    )
    assert lines == ["  style: base 0.000, tuned 1.000 (+0.900 to +1.000)", "  perplexity: base 9.000, tuned 3.000"]
