"""A job's run of the trainer: its folder, its rows, its settings and its turn on this machine."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.machine import Compute
from local_azure.openai.files.rows import read_rows
from local_azure.openai.jobs.records import JobRecord
from local_azure.processes import end_left_over, end_program, start_program

# What a multiplier of 1 is for the small weights that stand in: the trainer's own default.
BASE_LEARNING_RATE = 1e-3
_LOOK_SECONDS = 0.5
_LAST_CHARACTERS = 1500


@dataclass(frozen=True)
class JobFolder:
    """What the trainer of a job reads and writes."""

    folder: Path

    @property
    def train(self) -> Path:
        """The rows to learn from."""
        return self.folder / "train.jsonl"

    @property
    def validation(self) -> Path:
        """The rows to measure on; missing where the job has none."""
        return self.folder / "validation.jsonl"

    @property
    def output(self) -> Path:
        """What the trainer leaves."""
        return self.folder / "output"

    @property
    def adapter(self) -> Path:
        """The tuned adapter."""
        return self.output / "adapter"

    @property
    def checkpoints(self) -> Path:
        """The trainer's checkpoints."""
        return self.output / "checkpoints"

    @property
    def metrics(self) -> Path:
        """One JSON object a line, as training goes on."""
        return self.output / "metrics.jsonl"

    @property
    def log(self) -> Path:
        """What the trainer says."""
        return self.folder / "trainer.log"

    def write_rows(self, train: Path, validation: Path | None) -> None:
        """Writes the rows as the trainer reads them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _convert(train, self.train)
        if validation is not None:
            _convert(validation, self.validation)


class Turn:
    """Runs trainers, one at a time.

    Args:
        compute: What they run on.
    """

    def __init__(self, compute: Compute) -> None:
        self._compute = compute
        self._slot = asyncio.Lock()

    async def train(
        self, job: JobRecord, files: JobFolder, *, started: Callable[[], None], look: Callable[[], None]
    ) -> None:
        """Trains when the turn has come, from the last checkpoint where there is one.

        When the waiting task is cancelled, the trainer saves a checkpoint and ends.

        Args:
            job: What to train.
            files: Its folder, with its rows.
            started: Called when its turn has come.
            look: Called again and again while it trains, and once at its end.

        Raises:
            AzureError: It can't be prepared, or the trainer failed: with the end of its log.
        """
        with files.log.open("a", encoding="utf-8") as log:
            python = await self._compute.environment(lambda line: print(line, file=log))
            weights = await self._compute.weights(lambda line: print(line, file=log))
        async with self._slot:
            started()
            end_left_over(files.folder)
            command: list[str | Path] = [python, self._compute.training_script, "--model", weights]
            process = await start_program([*command, *arguments(job, files)], folder=files.folder, log=files.log)
            waiting = asyncio.create_task(process.wait(), name=f"trainer of {job.id}")
            try:
                while not waiting.done():
                    await asyncio.wait({waiting}, timeout=_LOOK_SECONDS)
                    look()
            finally:
                await end_program(process)
                await waiting
            look()
            if process.returncode != 0:
                end = files.log.read_text(encoding="utf-8", errors="replace")[-_LAST_CHARACTERS:].strip()
                message = f"The training failed with exit status {process.returncode}. The end of its log:\n{end}"
                raise AzureError(400, "trainingFailed", message)


def arguments(job: JobRecord, files: JobFolder) -> list[str | Path]:
    """Returns the trainer's command line for a job whose hyperparameters are all known."""
    values = job.hyperparameters
    measures: list[str | Path] = ["--validation", files.validation] if job.validation_file else []
    dpo = ["--method", "dpo", "--beta", str(values["beta"])] if job.method == "dpo" else []
    return [
        *("--train", files.train),
        *measures,
        *("--output", files.output),
        *("--epochs", str(values["n_epochs"])),
        *("--learning-rate", repr(values["learning_rate_multiplier"] * BASE_LEARNING_RATE)),
        *("--batch-size", str(values["batch_size"])),
        *("--seed", str(job.seed)),
        *("--evaluations", str(values["n_epochs"])),
        *("--keep-checkpoints", str(values["n_epochs"])),
        *("--resume", "auto"),
        *dpo,
    ]


def _convert(source: Path, target: Path) -> None:
    with target.open("w", encoding="utf-8") as output:
        for row in read_rows(source):
            output.write(json.dumps(_row(row), ensure_ascii=False) + "\n")


def _row(row: Json) -> Json:
    if "preferred_output" in row:
        asked = {"messages": [_message(each) for each in row["input"]["messages"]]}
        answers = {
            name: [_message(each) for each in row[name]] for name in ("preferred_output", "non_preferred_output")
        }
        return {"input": asked, **answers}
    return {"messages": [_message(each) for each in row["messages"]]}


def _message(message: Json) -> Json:
    role = "system" if message["role"] == "developer" else message["role"]
    return {"role": role, "content": message["content"]}
