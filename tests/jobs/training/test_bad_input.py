"""Bad data and wrong arguments end the trainer in a moment, with a last line that says what is wrong and where."""

import json
from pathlib import Path

import pytest

from tests.jobs.training.running import TRAINING, Run

GOOD = '{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}'


def train_on(run: Run, tmp_path: Path, content: bytes, *more: str) -> tuple[int, str]:
    (tmp_path / "train.jsonl").write_bytes(content)
    required = ("--model", "none", "--train", tmp_path / "train.jsonl", "--output", tmp_path / "output")
    ended = run(TRAINING / "fine_tune.py", *required, *more)
    return ended.returncode, ended.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", "has no rows"),
        (f"{GOOD}\n{{oops\n".encode(), "line 2: Expecting property name"),
        (b'{"question": "?"}\n', "line 1: has no messages"),
        (b'{"messages": []}\n', "line 1: has no messages"),
        (b'{"messages": [{"role": "user", "content": "q"}]}\n', "line 1: has no assistant turn"),
        (b'{"messages": [{"role": "robot", "content": "q"}]}\n', "line 1: a message's role is none of system"),
        (b'{"messages": [{"role": "user", "content": " "}]}\n', "line 1: a message of the user has no text"),
        (b"\xff\xfe{", "is not UTF-8 (byte 0)"),
        (GOOD.replace('"a"', '"a", "weight": 2').encode(), "line 1: a message's weight is 2, neither 0 nor 1"),
        (GOOD.replace('"a"', '"a", "weight": 0').encode(), "line 1: has no assistant turn to learn from: the weight"),
        (GOOD.replace('"a"', '"a", "tool_calls": [{}]').encode(), "line 1: a message calls a tool"),
    ],
)
def test_a_bad_row_is_named_with_its_line(run: Run, tmp_path: Path, content: bytes, finding: str) -> None:
    status, line = train_on(run, tmp_path, content)
    assert status == 3
    assert line.startswith("fine_tune: error: ")
    assert finding in line


def test_all_bad_rows_are_named_at_once(run: Run, tmp_path: Path) -> None:
    _, line = train_on(run, tmp_path, f"[]\n{GOOD}\n\n{{}}\n".encode())
    assert "line 1: not a JSON object; line 4: has no messages" in line


@pytest.mark.parametrize("argument", [("--epochs", "0"), ("--learning-rate", "nan"), ("--batch-size", "1.5")])
def test_a_number_out_of_range_is_refused(run: Run, tmp_path: Path, argument: tuple[str, str]) -> None:
    status, line = train_on(run, tmp_path, GOOD.encode(), *argument)
    assert status == 2
    assert argument[0] in line


PAIR = '{"input": {"messages": [{"role": "user", "content": "q"}]}, "preferred_output": %s, "non_preferred_output": %s}'
ANSWER, OTHER = (json.dumps([{"role": "assistant", "content": said}]) for said in ("a", "b"))
QUESTION = json.dumps([{"role": "user", "content": "q"}])
TOLD = json.dumps({"prompt": [{"role": "system", "content": "s"}], "chosen": "a", "rejected": "b"})


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (GOOD, "line 1: has neither input, preferred_output and non_preferred_output nor prompt, chosen and rejected"),
        (PAIR % (ANSWER, ANSWER), "line 1: both answers are the same: nothing is preferred"),
        (PAIR % (QUESTION, ANSWER), "line 1: preferred_output has messages that aren't the assistant's"),
        (PAIR % (ANSWER, "[]"), "line 1: has no non_preferred_output"),
        (TOLD, "line 1: prompt doesn't end with a message of the user"),
    ],
)
def test_a_bad_pair_is_named_with_its_line(run: Run, tmp_path: Path, content: str, finding: str) -> None:
    status, line = train_on(run, tmp_path, content.encode(), "--method", "dpo")
    assert (status, finding in line) == (3, True), line


@pytest.mark.parametrize(
    ("row", "finding"),
    [({"label": "a"}, "has no text"), ({"text": "a", "label": 1.5}, "its label is neither text nor a whole number")],
)
def test_a_bad_label_is_named_with_its_line(run: Run, tmp_path: Path, row: object, finding: str) -> None:
    status, line = train_on(run, tmp_path, json.dumps(row).encode(), "--task", "classification")
    assert (status, f"line 1: {finding}" in line) == (3, True), line


@pytest.mark.parametrize(
    ("arguments", "finding"),
    [
        (("--method", "dpo", "--task", "classification"), "--task classification takes --method sft"),
        (("--method", "dpo", "--loss", "dft"), "--loss dft doesn't go with preference training; it takes sigmoid, ipo"),
        (("--task", "classification", "--packing"), "--packing goes with chats"),
        (("--optimizer", "magic"), "invalid choice: 'magic'"),
    ],
)
def test_what_doesnt_go_together_is_refused(run: Run, tmp_path: Path, arguments: tuple[str, ...], finding: str) -> None:
    status, line = train_on(run, tmp_path, GOOD.encode(), *arguments)
    assert (status, finding in line) == (2, True), line
