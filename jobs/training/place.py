"""This process's place among those that train together, as torchrun and Azure ML's PyTorch distribution tell it."""

import os
from dataclasses import dataclass

from failures import BAD_ARGUMENTS, Failure

_NEEDED = ("RANK", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT")


@dataclass(frozen=True)
class Place:
    """A place among several processes.

    Attributes:
        rank: This process's number among all.
        local_rank: Its number among those on this machine.
        world: How many there are.
        first: Where the first one listens: address and port.
    """

    rank: int
    local_rank: int
    world: int
    first: str


def read_place() -> Place | None:
    """Returns the place that the environment tells, or None where this process trains alone.

    Raises:
        Failure: It tells a part.
    """
    world = int(os.environ.get("WORLD_SIZE") or 1)
    if "RANK" not in os.environ and world == 1:
        return None
    missing = [name for name in _NEEDED if not os.environ.get(name)]
    if missing:
        what = f"WORLD_SIZE is {world}, but {', '.join(missing)} isn't set"
        raise Failure(f"{what}: start it with torchrun, or as a PyTorch job", exit_status=BAD_ARGUMENTS)
    first = f"{os.environ['MASTER_ADDR']}:{os.environ['MASTER_PORT']}"
    return Place(int(os.environ["RANK"]), int(os.environ["LOCAL_RANK"]), world, first)
