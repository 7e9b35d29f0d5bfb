"""Finds the checkpoint to go on from."""

import re
from dataclasses import dataclass
from pathlib import Path

# The trainer writes its state last: a checkpoint without it was cut off.
_LAST_WRITTEN = "trainer_state.json"


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint on disk.

    Attributes:
        folder: Where it is.
        step: The step after which it was saved.
    """

    folder: Path
    step: int


def last_checkpoint(folder: Path) -> Checkpoint | None:
    """Returns the last complete checkpoint in a folder, or None when there is none.

    Args:
        folder: The folder that ``checkpoint-STEP`` folders are in; it may be missing.
    """
    found = [
        Checkpoint(path.parent, int(match[1]))
        for path in folder.glob(f"checkpoint-*/{_LAST_WRITTEN}")
        if (match := re.fullmatch(r"checkpoint-(\d+)", path.parent.name))
    ]
    return max(found, key=lambda checkpoint: checkpoint.step, default=None)
