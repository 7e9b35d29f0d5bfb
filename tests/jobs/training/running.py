"""What the trainer's tests share: where things are, rows, runs of the trainer and what they leave."""

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
TRAINING = ROOT / "jobs" / "training"
ENVIRON = {"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}

# Many runs in one process: importing torch takes longer than each of them.
MANY = """
import json, sys
sys.path.insert(0, sys.argv[1])
import fine_tune
for arguments in json.loads(sys.argv[2]):
    print("RUN", fine_tune.main(arguments), flush=True)
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def chat(question: str, answer: str) -> dict[str, list[dict[str, str]]]:
    """Returns a row with one question and one answer."""
    return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]}


def numbers(*which: int) -> list[dict[str, list[dict[str, str]]]]:
    """Returns chats about numbers, with answers of different lengths."""
    return [chat(f"What is number {each}?", f"It is the number {each}.{' Again.' * (each % 3)}") for each in which]


def write_rows(path: Path, rows: Sequence[object]) -> Path:
    """Writes rows as JSON Lines and returns the file."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def command(tiny_model: Path, folder: Path, *more: str | Path) -> list[str | Path]:
    """Returns the command of a run over 13 uneven chats: 8 steps of 4 rows, 2 epochs, a checkpoint every 2 steps."""
    rows = write_rows(folder / "train.jsonl", numbers(*range(13)))
    validation = write_rows(folder / "validation.jsonl", numbers(20, 21, 22, 23, 24))
    where = ("--model", tiny_model, "--train", rows, "--validation", validation, "--output", folder / "output")
    how = ("--epochs", "2", "--learning-rate", "0.003", "--threads", "1", "--evaluations", "4")
    return [TRAINING / "fine_tune.py", *where, *how, *more]


def metrics(output: Path) -> list[dict[str, Any]]:
    """Returns the lines of a run's metrics."""
    return [json.loads(line) for line in (output / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]


def curve(lines: Sequence[dict[str, Any]]) -> dict[tuple[int, bool], float]:
    """Returns the losses by step, those of validation apart."""
    return {(line["step"], "eval_loss" in line): line.get("loss", line.get("eval_loss", 0.0)) for line in lines}


def summary(output: Path) -> dict[str, Any]:
    """Returns a run's summary."""
    found: dict[str, Any] = json.loads((output / "summary.json").read_text(encoding="utf-8"))
    return found
