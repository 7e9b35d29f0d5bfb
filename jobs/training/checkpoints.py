"""Finds the checkpoint to go on from: the last one that was written to its end."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from failures import Failure
from processes import Processes

# The trainer writes its state last: a checkpoint without it was cut off.
_LAST_WRITTEN = "trainer_state.json"
_ALSO_NEEDED = ("adapter_model.safetensors", "optimizer.pt", "scheduler.pt")


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint on disk.

    Attributes:
        folder: Where it is.
        step: The step after which it was saved.
    """

    folder: Path
    step: int


def last_checkpoint(folder: Path, processes: Processes) -> Checkpoint | None:
    """Returns the last complete checkpoint in a folder, or None when there is none.

    Args:
        folder: The folder that ``checkpoint-STEP`` folders are in; it may be missing.
        processes: All look into it, and must see the same.

    Raises:
        Failure: The processes see different checkpoints: their folders aren't one.
    """
    found = [
        Checkpoint(path, step)
        for path in folder.glob("checkpoint-*")
        if (match := re.fullmatch(r"checkpoint-(\d+)", path.name))
        and _is_complete(path, step := int(match[1]), processes.world)
    ]
    last = max(found, key=lambda checkpoint: checkpoint.step, default=None)
    seen = last.step if last else 0
    if processes.total([float(seen)])[0] != seen * processes.world:
        raise Failure(
            f"process {processes.rank} sees step {seen} last in {folder}, others another: let it be one folder"
        )
    return last


def _is_complete(folder: Path, step: int, world: int) -> bool:
    """Returns whether all of a checkpoint is there: its writer may have been ended anywhere, the state half written."""
    try:
        state = json.loads((folder / _LAST_WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    # Each process writes its random numbers; the first one's state doesn't wait for the others'.
    alone = (folder / "rng_state.pth").is_file()
    random = alone or all((folder / f"rng_state_{rank}.pth").is_file() for rank in range(world))
    return state.get("global_step") == step and random and all((folder / name).is_file() for name in _ALSO_NEEDED)
