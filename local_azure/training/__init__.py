"""Tuning on this machine, shared by all services that have jobs: one run at a time."""

from local_azure.machine import compute_of
from local_azure.platform import Platform
from local_azure.training.trainer import Trainer

PORT = "trainer"


def trainer_of(platform: Platform) -> Trainer:
    """Returns the trainer of a local Azure, made when it is asked for first."""
    try:
        return platform.require(PORT, Trainer)
    except LookupError:
        made = Trainer(compute_of(platform))
    platform.provide(PORT, made)
    return made
