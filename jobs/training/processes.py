"""The processes that train together, as torchrun and Azure ML's PyTorch distribution tell each of its place."""

import datetime as dt
import os
from dataclasses import dataclass

import torch
from failures import BAD_ARGUMENTS, Failure
from torch import distributed

_NEEDED = ("RANK", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT")
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


def join_processes() -> Processes:
    """Returns this process's place, connected to the others where ``WORLD_SIZE`` says that there are some.

    Raises:
        Failure: The environment lacks something, or the first process can't be reached.
    """
    world = int(os.environ.get("WORLD_SIZE") or 1)
    if "RANK" not in os.environ and world == 1:
        return Processes()
    missing = [name for name in _NEEDED if not os.environ.get(name)]
    if missing:
        what = f"WORLD_SIZE is {world}, but {', '.join(missing)} isn't set"
        raise Failure(f"{what}: start it with torchrun, or as a PyTorch job", exit_status=BAD_ARGUMENTS)
    backend = "nccl" if torch.cuda.is_available() else "gloo"
    if torch.cuda.is_available():
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    try:
        distributed.init_process_group(backend, timeout=_PATIENCE)
    except (RuntimeError, ValueError) as error:
        where = f"{os.environ['MASTER_ADDR']}:{os.environ['MASTER_PORT']}"
        raise Failure(f"process {os.environ['RANK']} of {world} can't join the others at {where}: {error}") from error
    return Processes(distributed.get_rank(), world, _on_this_machine(world))


def _on_this_machine(world: int) -> int:
    # Azure ML doesn't set LOCAL_WORLD_SIZE.
    if "LOCAL_WORLD_SIZE" in os.environ:
        return int(os.environ["LOCAL_WORLD_SIZE"])
    names: list[str] = [""] * world
    distributed.all_gather_object(names, os.uname().nodename)
    return names.count(os.uname().nodename)


def _device() -> torch.device:
    return torch.device("cuda" if distributed.get_backend() == "nccl" else "cpu")
