"""The processes that train together: what they add up and agree on."""

import datetime as dt
import os
from dataclasses import dataclass

import torch
from failures import Failure
from place import Place
from torch import distributed

_PATIENCE = dt.timedelta(minutes=30)  # the first waits while others still load their model from a slow mount


@dataclass(frozen=True)
class Processes:
    """This process's place among those that train together.

    Attributes:
        rank: Its number among all; 0 writes.
        world: How many there are.
        on_this_machine: How many of them share this machine's cores.
    """

    rank: int = 0
    world: int = 1
    on_this_machine: int = 1

    def any(self, told: bool) -> bool:  # noqa: FBT001 -- reads as a sentence where it is called
        """Returns whether any process says so; all must ask."""
        return self.total([float(told)])[0] > 0

    def total(self, numbers: "list[float] | torch.Tensor") -> list[float]:
        """Returns numbers added up over all processes; all must ask with as many."""
        added = torch.as_tensor(numbers, dtype=torch.float64)
        if self.world > 1:
            # NCCL takes nothing from the CPU; gloo takes it from there.
            added = added.to(_device())
            distributed.all_reduce(added)
        return [float(number) for number in added.tolist()]

    def leave(self) -> None:
        """Ends the connections to the others."""
        if distributed.is_initialized():
            distributed.destroy_process_group()


def join_processes(place: Place | None) -> Processes:
    """Returns this process among the others, connected to them; alone without a place.

    Raises:
        Failure: The first process can't be reached.
    """
    if place is None:
        return Processes()
    if torch.cuda.is_available():
        torch.cuda.set_device(place.local_rank)
    try:
        distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo", timeout=_PATIENCE)
    except (RuntimeError, ValueError) as error:
        who = f"process {place.rank} of {place.world}"
        raise Failure(f"{who} can't join the others at {place.first}: {error}") from error
    return Processes(place.rank, place.world, _on_this_machine(place.world))


def _on_this_machine(world: int) -> int:
    # Azure ML doesn't set LOCAL_WORLD_SIZE.
    if "LOCAL_WORLD_SIZE" in os.environ:
        return int(os.environ["LOCAL_WORLD_SIZE"])
    names: list[str] = [""] * world
    distributed.all_gather_object(names, os.uname().nodename)
    return names.count(os.uname().nodename)


def _device() -> torch.device:
    return torch.device("cuda" if distributed.get_backend() == "nccl" else "cpu")
