"""One run of the training script: its command, its process, its metrics as they come, and why it failed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from local_azure.errors import AzureError
from local_azure.machinelearning.jobs.fine_tuning import FineTuning
from local_azure.machinelearning.jobs.log import NAME, JobLog
from local_azure.machinelearning.jobs.metrics import JobMetrics
from local_azure.machinelearning.jobs.records import JobRecords
from local_azure.training.job_folder import JobFolder
from local_azure.training.trainer import Programs, Trainer, Training, TrainingFailedError
from local_azure.training.turns import Place

_LAST_LINES = 20
_VALIDATION_SHARE = 10  # every tenth row validates when a job brings no validation file


@dataclass(frozen=True)
class TrainingRun:
    """What a run of the trainer needs.

    Attributes:
        place: The job's ARM id and when it was made.
        job: What it is asked to do.
        trainer: Runs it.
        programs: What the trainer has prepared for it.
        files: The job's folder.
        log: The job's log.
    """

    place: Place
    job: FineTuning
    trainer: Trainer
    programs: Programs
    files: JobFolder
    log: JobLog

    async def to_the_end(self, records: JobRecords, metrics: JobMetrics, *, started: Callable[[], None]) -> None:
        """Runs the trainer when its turn has come, from its last checkpoint, and takes in its metrics as they come.

        When the waiting task is cancelled, the trainer and what it started are ended.

        Args:
            records: The jobs.
            metrics: Their metrics.
            started: Called when the turn has come.

        Raises:
            AzureError: The trainer failed; the message carries the last lines of its log.
        """
        training = Training(self.files.folder, self.log.file, self.arguments(), self.place)
        try:
            await self.trainer.train(
                training, self.programs, started=started, look=lambda: self._take_metrics(records, metrics)
            )
        except TrainingFailedError as error:
            raise self._failure(error.status) from error

    def arguments(self) -> list[str | Path]:
        """Returns the trainer's command line beyond the weights."""
        return [
            *("--train", self.files.train),
            *("--validation", self.files.validation),
            *("--output", self.files.output),
            *("--epochs", str(self.job.epochs)),
            *("--learning-rate", repr(self.job.learning_rate)),
            *("--batch-size", str(self.job.batch_size)),
            *("--resume", "auto"),
        ]

    def _take_metrics(self, records: JobRecords, metrics: JobMetrics) -> None:
        record = records.get(self.place.name)
        if record is None:
            return
        try:
            read = metrics.read(self.place.name, self.files.metrics, record.metrics_offset)
        except json.JSONDecodeError as error:
            raise AzureError(400, "UserError", f"The trainer wrote a metrics line that isn't JSON: {error}.") from error
        if read.offset != record.metrics_offset:
            parameters = {**record.parameters, **read.parameters}
            records.update(self.place.name, metrics_offset=read.offset, parameters=parameters)

    def _failure(self, status: int | None) -> AzureError:
        message = (
            f"Execution failed. User process '{self.trainer.script.name}' exited with status code {status}. "
            f"Please check log file '{NAME}' for error details. Its last lines:\n{self.log.last_lines(_LAST_LINES)}"
        )
        return AzureError(400, "UserError", message)


def split_validation(files: JobFolder) -> None:
    """Moves every tenth row of the training file into the validation file, for a job that brings none."""
    rows = [row for row in files.train.read_bytes().splitlines(keepends=True) if row.strip()]
    files.validation.write_bytes(b"".join(rows[_VALIDATION_SHARE - 1 :: _VALIDATION_SHARE] or rows[-1:]))
    del rows[_VALIDATION_SHARE - 1 :: _VALIDATION_SHARE]
    files.train.write_bytes(b"".join(rows))
