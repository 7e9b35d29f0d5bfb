"""Bad data and wrong arguments end the trainer in a moment, with a last line that says what is wrong and where."""

from pathlib import Path

import pytest

from tests.jobs.training.running import TRAINING, Run, chat, write_rows

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


def test_a_model_that_isnt_there_is_named(run: Run, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "rows.jsonl", [chat("q", "a")])
    ended = run(
        TRAINING / "fine_tune.py", "--model", tmp_path / "absent", "--train", rows, "--output", tmp_path / "output"
    )
    assert ended.returncode == 1
    assert f"the model {tmp_path / 'absent'} (hub id) can't be loaded" in ended.stderr
