"""Files of chat data: what is accepted, what is refused, and how exactly it is said."""

import hashlib
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.domain.validation import Limits, validate
from tests.jobs.domain.rows import checked, good_rows, jsonl, message, row, rules

SHARED = Path(__file__).parents[4] / "shared" / "data"
RECIPE = Path(__file__).parents[3] / "jobs" / "recipes" / "xbox-support"


def test_good_rows_have_no_findings() -> None:
    report = checked(jsonl(*good_rows()))
    assert (report.rows, report.errors, report.warnings, report.findings) == (10, 0, 0, ())


def test_malformed_json_is_refused_with_its_line_and_column() -> None:
    report = checked(jsonl(*good_rows(), b'{"messages": [}'))
    (finding,) = report.findings
    assert (finding.line, finding.column, finding.rule) == (11, 15, "malformed-json")


def test_a_row_cut_off_is_refused() -> None:
    assert rules(jsonl(*good_rows(), b'{"messages": [{"role": "user", "conte')) == ["malformed-json"]


def test_missing_messages_are_refused_with_what_is_there_instead() -> None:
    report = checked(jsonl(*good_rows(), {"question": "What?", "answer": "That."}))
    (finding,) = report.findings
    assert finding.rule == "messages-missing"
    assert "'question', 'answer'" in finding.message


def test_empty_messages_are_refused() -> None:
    assert rules(jsonl(*good_rows(), {"messages": []})) == ["messages-empty"]


def test_messages_that_are_no_list_are_refused() -> None:
    assert rules(jsonl(*good_rows(), {"messages": "Hello"})) == ["messages-not-a-list"]


def test_a_row_that_is_no_object_is_refused() -> None:
    assert rules(jsonl(*good_rows(), ["Hello"])) == ["not-an-object"]


def test_a_wrong_role_is_refused_and_the_right_one_suggested() -> None:
    bad = {"messages": [message("user", "Hi?"), message("Asistant", "Hello.")]}
    (finding,) = checked(jsonl(*good_rows(), bad)).findings
    assert finding.rule == "role-unknown"
    assert "did you mean 'assistant'?" in finding.message
    assert json.dumps(bad)[finding.column - 1 :].startswith('"Asistant"')


def test_a_row_without_assistant_turn_is_refused() -> None:
    assert rules(jsonl(*good_rows(), {"messages": [message("user", "Hi?")]})) == ["no-assistant-turn"]


def test_a_row_without_user_turn_is_refused() -> None:
    assert rules(jsonl(*good_rows(), {"messages": [message("assistant", "Hi.")]})) == ["no-user-turn"]


def test_a_last_message_from_the_user_is_refused() -> None:
    bad = {"messages": [*row()["messages"], message("user", "And then?")]}
    assert rules(jsonl(*good_rows()[1:], row(99), bad)) == ["last-not-assistant"]


def test_a_system_message_after_the_first_is_refused() -> None:
    bad = {"messages": [message("user", "Hi?"), message("system", "Be kind."), message("assistant", "Hello.")]}
    assert rules(jsonl(*good_rows(), bad)) == ["system-not-first"]


@pytest.mark.parametrize("content", ["", "   ", "\n\t"])
def test_empty_content_is_refused(content: str) -> None:
    bad = {"messages": [message("user", content), message("assistant", "Hello.")]}
    assert rules(jsonl(*good_rows(), bad)) == ["content-empty"]


def test_content_that_is_no_text_is_refused() -> None:
    bad = {"messages": [{"role": "user", "content": 5}, {"role": "assistant", "content": None}]}
    assert rules(jsonl(*good_rows(), bad)) == ["not-text", "not-text"]


def test_a_member_that_the_chat_shape_lacks_is_refused_at_its_key() -> None:
    bad = {"messages": row(99)["messages"], "id": 7}
    (finding,) = checked(jsonl(*good_rows(), bad)).findings
    assert finding.rule == "member-unknown"
    assert json.dumps(bad)[finding.column - 1 :].startswith('"id"')


def test_all_findings_of_a_row_are_told_at_once() -> None:
    bad = {"messages": [{"role": "robot", "content": ""}, {"content": "x"}, 5]}
    assert sorted(rules(jsonl(*good_rows(), bad))) == [
        "content-empty",
        "member-missing",
        "not-an-object",
        "role-unknown",
    ]


def test_over_long_rows_are_refused_with_their_length() -> None:
    long = row(99, answer="word " * 400)
    (finding,) = checked(jsonl(*good_rows(), long), maximum_tokens=400).findings
    assert finding.rule == "row-too-long"
    assert "at most 400" in finding.message


def test_a_line_without_end_is_refused_and_not_kept_in_memory() -> None:
    content = jsonl(*good_rows()) + b"x" * (6 * 1024 * 1024) + b"\n" + jsonl(row(99))
    report = checked(content)
    assert [(finding.line, finding.rule) for finding in report.findings] == [(11, "row-too-long")]
    assert report.rows == 12


def test_bytes_that_are_not_utf8_are_refused_at_their_column() -> None:
    bad = '{"messages": [{"role": "user", "content": "un café?"}]}'.encode("latin-1")
    (finding,) = checked(jsonl(*good_rows(), bad)).findings
    assert (finding.line, finding.rule) == (11, "not-utf8")
    assert bad.decode("latin-1")[finding.column - 1] == "é"


def test_a_file_in_utf16_is_refused_once() -> None:
    assert rules(jsonl(*good_rows()).decode().encode("utf-16")) == ["not-utf8"]


def test_an_empty_file_is_refused() -> None:
    assert rules(b"") == ["empty-file"]
    assert rules(b"\n\r\n") == ["empty-file"]


def test_fewer_than_ten_rows_are_refused() -> None:
    assert rules(jsonl(*good_rows(9))) == ["too-few-rows"]


def test_more_than_azure_takes_is_refused() -> None:
    assert rules(jsonl(*good_rows()), maximum_bytes=100) == ["file-too-large"]


def test_duplicates_are_refused_with_the_line_they_repeat() -> None:
    report = checked(jsonl(*good_rows(), row(3), row(3)))
    assert [(finding.line, finding.rule) for finding in report.findings] == [(11, "duplicate"), (12, "duplicate")]
    assert "line 4" in report.findings[0].message


def test_a_duplicate_is_found_though_its_json_is_written_otherwise() -> None:
    assert rules(jsonl(*good_rows(), json.dumps(row(3), indent=None, separators=(",", ":")).encode())) == ["duplicate"]


def test_near_duplicates_are_warned_of_but_accepted() -> None:
    twin = row(3)
    twin["messages"][1]["content"] = twin["messages"][1]["content"].replace("hazel3", "holly3")
    report = checked(jsonl(*good_rows(), twin))
    assert [(finding.line, finding.rule, finding.severity) for finding in report.findings] == [
        (11, "near-duplicate", "warning")
    ]
    assert report.errors == 0


def test_near_duplicates_are_not_looked_for_in_long_files_and_that_is_told() -> None:
    assert checked(jsonl(*good_rows()), near_duplicate_rows=9).near_duplicates_looked_for is False


def test_a_byte_order_mark_and_crlf_are_accepted_and_normalised() -> None:
    plain = jsonl(*good_rows())
    windows = b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n")
    report = checked(windows)
    assert report.findings == ()
    assert report.sha256 == checked(plain).sha256 == hashlib.sha256(plain).hexdigest()


def test_blank_lines_and_a_missing_last_line_end_change_nothing() -> None:
    plain = jsonl(*good_rows())
    assert checked(plain.replace(b"}\n{", b"}\n\n{").rstrip()).sha256 == checked(plain).sha256


def test_lines_are_counted_with_the_blank_ones() -> None:
    (finding,) = checked(b"\n\n" + jsonl(*good_rows(), b"{")).findings
    assert finding.line == 13


def test_all_findings_are_counted_though_not_all_are_kept() -> None:
    content = jsonl(*[b"{"] * 50)
    report = validate(lambda: io.BytesIO(content), keep=5)
    assert (len(report.findings), report.errors, report.by_rule) == (5, 50, {"malformed-json": 50})


def test_deep_nesting_is_a_finding_and_no_crash() -> None:
    assert rules(jsonl(*good_rows(), b"[" * 100_000)) == ["malformed-json"]
    deep = b'{"messages": ' + b"[" * 150 + b"]" * 150 + b"}"
    assert rules(jsonl(*good_rows(), deep)) == ["not-an-object"]


def test_memory_stays_the_same_for_a_file_of_any_length() -> None:
    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self._left = 200 * 1024 * 1024

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self._left -= size
            return (b" " * (size - 1) + b"\n") if self._left > 0 else b""

    tracemalloc.start()
    validate(lambda: Endless(), limits=Limits(near_duplicate_rows=0), keep=10)  # type: ignore[arg-type,return-value]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


@pytest.mark.parametrize(
    ("file", "rule"),
    [("travel-finetune-validation.jsonl", "no-assistant-turn"), ("travel-questions.jsonl", "messages-missing")],
)
def test_the_labs_unusable_files_are_refused_row_by_row(file: str, rule: str) -> None:
    path = SHARED / file
    if not path.exists():
        pytest.skip(f"{path} isn't there")
    report = validate(lambda: path.open("rb"))
    assert report.by_rule == {rule: 5, "too-few-rows": 1}
    assert [finding.line for finding in report.findings] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("serverless-chat-train.jsonl", 79),
        ("serverless-chat-validation.jsonl", 21),
        ("travel-finetune-hotel.jsonl", 10),
    ],
)
def test_usable_files_of_others_are_accepted(file: str, rows: int) -> None:
    path = SHARED / file
    if not path.exists():
        pytest.skip(f"{path} isn't there")
    report = validate(lambda: path.open("rb"))
    assert (report.rows, report.errors) == (rows, 0)


@pytest.mark.parametrize("file", ["train.jsonl", "validation.jsonl", "evaluation.jsonl"])
def test_the_sample_data_has_no_findings_not_even_near_duplicates(file: str) -> None:
    report = validate(lambda: (RECIPE / file).open("rb"))
    assert report.findings == ()


_LINES = st.one_of(
    st.binary(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["messages", "role", "content", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
    st.lists(
        st.fixed_dictionaries(
            {"role": st.sampled_from(["system", "user", "assistant", "User"]), "content": st.text(max_size=5)}
        ),
        max_size=4,
    ).map(lambda messages: json.dumps({"messages": messages}).encode()),
)


@settings(deadline=None)
@given(st.lists(_LINES, max_size=12))
def test_whatever_a_file_holds_the_answer_is_findings_and_never_a_traceback(lines: list[bytes]) -> None:
    content = b"\n".join(lines)
    report = checked(content)
    count = content.removeprefix(b"\xef\xbb\xbf").count(b"\n") + 1
    assert report.errors == sum(finding.severity == "error" for finding in report.findings)
    assert all(0 <= finding.line <= count and finding.column >= 0 for finding in report.findings)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_whatever_bytes_a_file_holds_the_answer_is_findings_and_never_a_traceback(content: bytes) -> None:
    assert checked(content).errors > 0
