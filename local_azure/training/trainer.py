"""Runs the training script on this machine, one run at a time whoever asks, and tells how it goes on."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from local_azure.confinement import Confinement
from local_azure.machine import Compute, Report
from local_azure.processes import end_left_over, end_program, start_program
from local_azure.training.turns import Place, Turns

_LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Programs:
    """What a run needs of this machine.

    Attributes:
        python: The environment's Python.
        weights: The folder of the base weights.
    """

    python: Path
    weights: Path


@dataclass(frozen=True)
class Training:
    """One run.

    Attributes:
        folder: Where the trainer works; nothing else runs there.
        log: The file that what it says is appended to.
        arguments: Its command line beyond ``--model``; with ``--resume auto`` it goes on from its last checkpoint.
        place: Its place among those that wait for the machine.
    """

    folder: Path
    log: Path
    arguments: Sequence[str | Path]
    place: Place


class TrainingFailedError(Exception):
    """The trainer ended with another exit status than 0; the log says why."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"the trainer ended with exit status {status}")
        self.status = status


class Trainer:
    """The one place on this machine where models are tuned.

    Args:
        compute: What it runs on.

    Attributes:
        turns: Whose turn it is.
    """

    def __init__(self, compute: Compute) -> None:
        self._compute = compute
        self.turns = Turns()

    @property
    def script(self) -> Path:
        """The training script."""
        return self._compute.training_script

    @property
    def label(self) -> str:
        """What the base weights are called that are really tuned."""
        return self._compute.label

    async def prepare(self, report: Report) -> Programs:
        """Returns the environment and the weights, made where they aren't there yet.

        Raises:
            AzureError: They can't be made.
        """
        return Programs(await self._compute.environment(report), await self._compute.weights(report))

    async def train(
        self, training: Training, programs: Programs, *, started: Callable[[], None], look: Callable[[], None]
    ) -> None:
        """Runs the trainer when its turn has come; of the runs that wait the one that was asked for first is next.

        When the waiting task is cancelled, the trainer is asked to save a checkpoint and ended, with what it started.

        Args:
            training: The run.
            programs: What ``prepare`` has returned.
            started: Called when its turn has come.
            look: Called again and again while it trains and once at its end; an exception ends the run.

        Raises:
            TrainingFailedError: The trainer failed.
        """
        async with self.turns.turn(training.place):
            started()
            command = [programs.python, self.script, "--model", programs.weights, *training.arguments]
            reads = (self.script.parent, programs.weights)
            status = await run_program(
                command,
                folder=training.folder,
                log=training.log,
                look=look,
                confinement=Confinement([programs.python], reads, [training.log]),
            )
            if status != 0:
                raise TrainingFailedError(status)


async def run_program(
    command: Sequence[str | Path],
    *,
    folder: Path,
    log: Path,
    look: Callable[[], None],
    confinement: Confinement,
    home: Path | None = None,
    given: bytes = b"",
) -> int | None:
    """Runs a program to its end and returns its exit status.

    One that an earlier, killed local Azure left in the folder is ended first. When the waiting task is cancelled, or
    ``look`` raises, the program is asked to end, then ended, with what it started.

    Args:
        command: The program and its arguments.
        folder: Where it works; nothing else runs there.
        log: The file that what it says is appended to.
        look: Called again and again while it runs and once at its end.
        confinement: What it may reach beside ``home``.
        home: The folder or one in it: where it works, its home, where its temporary files go.
        given: What it reads from its standard input.
    """
    end_left_over(folder)
    process = await start_program(command, folder=folder, log=log, confinement=confinement, home=home, given=given)
    waiting = asyncio.create_task(process.wait(), name=f"program in {folder}")
    try:
        while not waiting.done():
            await asyncio.wait({waiting}, timeout=_LOOK_SECONDS)
            look()
    finally:
        await end_program(process)
    look()
    return process.returncode
