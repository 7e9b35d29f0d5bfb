"""Chooses what to compute on and how precisely: a GPU in bfloat16 where it can, a CPU in float32 unless it has AMX."""

import os
from dataclasses import dataclass

import torch
from processes import Processes
from settings import Settings


@dataclass(frozen=True)
class Device:
    """What this process computes on.

    Attributes:
        name: ``cpu`` or the GPU's name.
        is_cpu: Whether it is a CPU.
        weights: Precision that the base model's weights are held in.
        bfloat16: Whether matrix products are done in bfloat16.
        threads: CPU threads.
    """

    name: str
    is_cpu: bool
    weights: torch.dtype
    bfloat16: bool
    threads: int

    @property
    def precision(self) -> str:
        """The precision of the matrix products, by name."""
        return "bfloat16" if self.bfloat16 else "float32"


def choose_device(settings: Settings, processes: Processes) -> Device:
    """Returns the device to train on and sets the number of CPU threads.

    Args:
        settings: Threads and precision may be given.
        processes: Those on this machine share its cores.
    """
    threads = settings.threads or _own_share_of_cores(processes)
    torch.set_num_threads(threads)
    # Where it isn't set, accelerate gives each of several processes a number of threads of its own choice.
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    if torch.cuda.is_available():
        bfloat16 = _wanted(settings.precision, torch.cuda.is_bf16_supported(including_emulation=False))
        weights = torch.bfloat16 if bfloat16 else torch.float32
        return Device(torch.cuda.get_device_name(), is_cpu=False, weights=weights, bfloat16=bfloat16, threads=threads)
    # Without AMX a CPU computes bfloat16 many times slower than float32 (measured 2026-11: 2,800 against 420 GFLOP/s
    # the other way round with it).
    bfloat16 = _wanted(settings.precision, _cpu_has_amx())
    return Device("cpu", is_cpu=True, weights=torch.float32, bfloat16=bfloat16, threads=threads)


def _wanted(precision: str, supported: bool) -> bool:  # noqa: FBT001 -- reads as a sentence where it is called
    return supported if precision == "auto" else precision == "bfloat16"


def _cpu_has_amx() -> bool:
    # Private in torch, so it may go away: then it counts as no.
    asked = getattr(torch.cpu, "_is_amx_tile_supported", None)
    return bool(asked()) if callable(asked) else False


def _own_share_of_cores(processes: Processes) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores // processes.on_this_machine)
