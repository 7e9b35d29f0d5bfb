"""The formats beside chat: what is accepted, and each kind of bad row of each format."""

import io
import json
from typing import Any

import pytest

from jobs.domain.data_format import FormatName
from jobs.domain.data_formats import detect
from jobs.domain.validation import DataReport, Limits, validate
from tests.jobs.domain.rows import WORDS, jsonl, message

CALL = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Rome"}'}}
TOOL = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}


def text(number: int) -> str:
    return " ".join(f"{word}{number}" for word in WORDS)


def tools(number: int = 0, *messages: dict[str, Any], **members: object) -> dict[str, Any]:
    said = messages or (
        message("user", text(number)),
        {"role": "assistant", "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "call_1", "content": "sunny"},
        {"role": "assistant", "content": f"Sunny, {text(number)}.", "weight": 1},
    )
    return {"messages": list(said), "tools": [TOOL], **members}


def preference(number: int = 0, **members: object) -> dict[str, Any]:
    return {
        "input": {"messages": [message("system", "Be kind."), message("user", text(number))]},
        "preferred_output": [message("assistant", f"Yes {text(number)}")],
        "non_preferred_output": [message("assistant", f"No {text(number)}")],
        **members,
    }


def completion(number: int = 0, **members: object) -> dict[str, Any]:
    return {"prompt": f"What of {text(number)}?", "completion": f"That {text(number)}.", **members}


def classification(number: int = 0, **members: object) -> dict[str, Any]:
    return {"text": text(number), "label": ("good", "bad")[number % 2], **members}


GOOD = {"tools": tools, "preference": preference, "completion": completion, "classification": classification}


def check(name: FormatName, *bad: object, count: int = 10, **options: Any) -> DataReport:  # noqa: ANN401
    content = jsonl(*[GOOD[name](number) for number in range(count)], *bad)
    return validate(lambda: io.BytesIO(content), limits=Limits(**options))


@pytest.mark.parametrize("name", ["tools", "preference", "completion", "classification"])
def test_good_rows_of_each_format_are_detected_and_have_no_findings(name: FormatName) -> None:
    report = check(name)
    assert (report.format, report.rows, report.findings) == (name, 10, ())


ASKED = message("user", text(99))
ANSWERED = message("assistant", "Hello.")
BAD: list[tuple[FormatName, object, list[str]]] = [
    ("tools", tools(99, ASKED), ["no-assistant-turn"]),
    ("tools", tools(99, ASKED, ANSWERED, ASKED), ["last-not-assistant"]),
    ("tools", tools(99, ANSWERED), ["no-user-turn"]),
    ("tools", tools(99, ASKED, message("system", "x"), ANSWERED), ["system-not-first"]),
    ("tools", tools(99, ASKED, message("robot", "x")), ["role-unknown"]),
    ("tools", tools(99, ASKED, {"role": "assistant"}), ["content-empty"]),
    ("tools", tools(99, ASKED, message("assistant", " ")), ["content-empty"]),
    ("tools", tools(99, ASKED, message("assistant", "")), ["content-empty"]),
    ("tools", tools(99, ASKED, {"role": "assistant", "content": 5}), ["not-text"]),
    ("tools", tools(99, ASKED, {**ANSWERED, "weight": 2}), ["literal-error"]),
    ("tools", tools(99, {**ASKED, "weight": 1}, ANSWERED), ["member-unknown"]),
    ("tools", tools(99, {**ASKED, "tool_calls": [CALL]}, ANSWERED), ["tool-call-misplaced", "tool-call-unanswered"]),
    ("tools", tools(99, ASKED, {**ANSWERED, "tool_calls": "x"}), ["not-a-list"]),
    ("tools", tools(99, ASKED, {**ANSWERED, "tool_calls": [{"id": "1"}]}), ["member-missing", "member-missing"]),
    ("tools", tools(99, ASKED, {"role": "assistant", "tool_calls": [CALL]}, ANSWERED), ["tool-call-unanswered"]),
    (
        "tools",
        tools(99, ASKED, {"role": "tool", "tool_call_id": "other", "content": "x"}, ANSWERED),
        ["tool-answer-unasked"],
    ),
    (
        "tools",
        tools(99, ASKED, {"role": "assistant", "tool_calls": [CALL | {"function": {"name": "x", "arguments": "{}"}}]}),
        ["tool-undeclared"],
    ),
    (
        "tools",
        tools(
            99,
            ASKED,
            {"role": "assistant", "tool_calls": [CALL | {"function": {"name": "weather", "arguments": "{'a'"}}]},
        ),
        ["arguments-not-json"],
    ),
    ("tools", tools(99, ASKED, ANSWERED, temperature=1), ["member-unknown"]),
    ("tools", {"tools": []}, ["messages-missing"]),
    ("tools", b'{"messages": [', ["malformed-json"]),
    ("preference", preference(99, preferred_output=[]), ["messages-empty"]),
    ("preference", preference(99, preferred_output="Yes"), ["messages-not-a-list"]),
    (
        "preference",
        preference(99, preferred_output=[message("user", "x")]),
        ["no-assistant-turn", "output-not-an-answer"],
    ),
    ("preference", preference(99, non_preferred_output=preference(99)["preferred_output"]), ["no-preference"]),
    ("preference", preference(99, input={"messages": [ASKED, ANSWERED]}), ["input-not-a-question"]),
    ("preference", preference(99, input={"messages": []}), ["messages-empty"]),
    ("preference", preference(99, input="x"), ["not-an-object"]),
    ("preference", preference(99, preferred_output=[message("assistant", " ")]), ["content-empty"]),
    ("preference", preference(99, note="x"), ["member-unknown"]),
    ("preference", {key: value for key, value in preference(99).items() if key != "input"}, ["member-missing"]),
    ("preference", {"messages": [ASKED, ANSWERED]}, ["format-other"]),
    ("preference", b"[]", ["not-an-object"]),
    ("completion", completion(99, prompt=""), ["content-empty"]),
    ("completion", completion(99, completion=" \n"), ["content-empty"]),
    ("completion", completion(99, completion=None), ["not-text"]),
    ("completion", completion(99, id=1), ["member-unknown"]),
    ("completion", {"prompt": "x"}, ["member-missing"]),
    ("completion", {"question": "x"}, ["format-other"]),
    ("completion", b"nonsense", ["malformed-json"]),
    ("classification", classification(99, label=True), ["label-kind"]),
    ("classification", classification(99, label=""), ["content-empty"]),
    ("classification", classification(99, label=["a"]), ["label-kind"]),
    ("classification", classification(99, text=""), ["content-empty"]),
    ("classification", classification(99, text=5), ["not-text"]),
    ("classification", {"text": "x"}, ["member-missing"]),
    ("classification", {"messages": []}, ["format-other"]),
    ("classification", b"\xff", ["not-utf8"]),
]


@pytest.mark.parametrize(("name", "bad", "rules"), BAD, ids=lambda value: str(value)[:60])
def test_a_bad_row_is_refused_for_what_is_wrong_with_it(name: FormatName, bad: object, rules: list[str]) -> None:
    report = check(name, bad)
    assert [finding.rule for finding in report.findings] == rules
    assert {(finding.line, finding.severity) for finding in report.findings} == {(11, "error")}
    assert report.format == name


def test_a_finding_deep_in_a_row_has_its_column() -> None:
    bad = preference(99, preferred_output=[message("user", "x"), message("assistant", "y")])
    (finding,) = check("preference", bad).findings
    assert json.dumps(bad)[finding.column - 1 :].startswith('"user"')


def test_a_row_of_another_format_is_told_which_one_it_looks_like() -> None:
    (finding,) = check("completion", classification(99)).findings
    assert "looks like a classification row" in finding.message


def test_a_declared_format_is_held_against_every_row() -> None:
    content = jsonl(*[completion(number) for number in range(10)])
    report = validate(lambda: io.BytesIO(content), format_name="chat")
    assert report.by_rule == {"messages-missing": 10}


def test_one_row_with_tools_makes_it_a_file_with_tools() -> None:
    assert detect(jsonl({"messages": [ASKED, ANSWERED]}, tools()).splitlines()) == "tools"


def test_a_file_that_tells_of_no_format_is_taken_for_chat() -> None:
    assert detect([b"", b"{", b"[]", b'{"question": "x"}']) == "chat"


def test_the_format_must_be_one_that_the_method_takes() -> None:
    (finding,) = check("classification", formats=("chat", "tools"), method="openai").findings
    assert finding.rule == "format-not-taken"
    assert "openai takes no classification rows but: chat, tools" in finding.message


def test_labels_are_counted() -> None:
    assert check("classification").labels == {"good": 5, "bad": 5}


def test_one_label_alone_is_refused() -> None:
    content = jsonl(*[classification(number, label=7) for number in range(10)])
    assert validate(lambda: io.BytesIO(content)).by_rule == {"one-label": 1}


def test_uneven_labels_are_warned_of() -> None:
    report = check("classification", *[classification(number * 2) for number in range(20, 80)])
    assert [(finding.rule, finding.severity) for finding in report.findings] == [("imbalance", "warning")]


def test_a_histogram_counts_every_good_row_by_its_estimated_tokens() -> None:
    report = check("completion", completion(99, completion="word " * 1000))
    assert report.token_histogram == {"<64": 0, "<128": 10, "<256": 0, "<512": 0, "<1024": 0, "<2048": 1}


def test_an_order_to_run_something_is_only_text(tmp_path: Any) -> None:  # noqa: ANN401
    ran = tmp_path / "ran"
    evil = [
        f"__import__('os').system('touch {ran}')",
        f"!!python/object/apply:os.system ['touch {ran}']",
        f"{{{{ cycler.__init__.__globals__.os.system('touch {ran}') }}}}",
        f"$(touch {ran})",
    ]
    check("completion", *[completion(100 + number, prompt=one) for number, one in enumerate(evil)], evil[1].encode())
    assert not ran.exists()
