"""What the trainer's tests share: where things are, rows, and how a program of the training environment is run."""

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[3]
TRAINING = ROOT / "jobs" / "training"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def chat(question: str, answer: str) -> dict[str, list[dict[str, str]]]:
    """Returns a row with one question and one answer."""
    return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]}


def write_rows(path: Path, rows: Sequence[object]) -> Path:
    """Writes rows as JSON Lines and returns the file."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path
