"""A blind comparison as two files: what people read, and beside it which model was which."""

import json
from pathlib import Path

from jobs.domain.evaluation.side_by_side import Blind


def write_blind(file: Path, blind: Blind) -> Path:
    """Writes questions with answers A and B, and the key.

    Returns:
        The key's path: the file's with `.key.json` after it.
    """
    parts = ["Which answer is better, A or B? Note it for each question, then look into the key.\n"]
    for number, (question, first, second) in enumerate(blind.rows, 1):
        parts.append(f"## {number}. {question}\n\n**A**\n\n{first}\n\n**B**\n\n{second}\n")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(parts), encoding="utf-8")
    key = file.with_name(file.name + ".key.json")
    others = {"base": "tuned", "tuned": "base"}
    rows = [{"question": number, "A": first, "B": others[first]} for number, first in enumerate(blind.key, 1)]
    key.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return key
