"""Finds the checkpoint to go on from: the last one that was written to its end."""

import json
import re
import shutil
import zipfile
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

    What is left of others is removed: the trainer would count it among those to keep.

    Args:
        folder: The folder that ``checkpoint-STEP`` folders are in; it may be missing.
        processes: All look into it, and must see the same.

    Raises:
        Failure: The processes see different checkpoints: their folders aren't one.
    """
    there = [
        Checkpoint(path, int(match[1]))
        for path in folder.glob("checkpoint-*")
        if (match := re.fullmatch(r"checkpoint-(\d+)", path.name))
    ]
    whole = [checkpoint for checkpoint in there if _is_complete(checkpoint)]
    # Those with the random numbers of as many processes come first: of another number, only the losses go on.
    same = [checkpoint for checkpoint in whole if _has_random(checkpoint, processes.world)]
    last = max(same or whole, key=lambda checkpoint: checkpoint.step, default=None)
    seen = last.step if last else 0
    if processes.total([float(seen)])[0] != seen * processes.world:
        raise Failure(
            f"process {processes.rank} sees step {seen} last in {folder}, others another: let it be one folder"
        )
    if processes.rank == 0:
        for checkpoint in there:
            if checkpoint not in whole:
                shutil.rmtree(checkpoint.folder, ignore_errors=True)
    return last


def _is_complete(checkpoint: Checkpoint) -> bool:
    """Returns whether all of a checkpoint is there: whoever wrote or copied it may have been ended anywhere."""
    try:
        state = json.loads((checkpoint.folder / _LAST_WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    random = _has_random(checkpoint, 1)
    return (
        state.get("global_step") == checkpoint.step
        and random
        and all(_is_whole(checkpoint.folder / name) for name in _ALSO_NEEDED)
    )


def _has_random(checkpoint: Checkpoint, world: int) -> bool:
    # Each process writes its random numbers; the first one's state doesn't wait for the others'.
    alone = _is_whole(checkpoint.folder / "rng_state.pth")
    several = all(_is_whole(checkpoint.folder / f"rng_state_{rank}.pth") for rank in range(world))
    return several or (alone and world == 1)


def _is_whole(file: Path) -> bool:
    if not file.is_file():
        return False
    if file.suffix != ".safetensors":
        return zipfile.is_zipfile(file)  # torch's files are archives, whose directory is at the end
    with file.open("rb") as weights:
        size = int.from_bytes(weights.read(8), "little")
        try:
            header = json.loads(weights.read(size))
        except ValueError:
            return False
    ends = (entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__")
    return 8 + size + max(ends, default=0) == file.stat().st_size
