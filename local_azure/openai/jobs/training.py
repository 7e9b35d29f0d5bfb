"""A job's run of the trainer: its rows, its settings and its turn on this machine."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.openai.files.rows import read_rows
from local_azure.openai.jobs.records import JobRecord
from local_azure.training.job_folder import JobFolder
from local_azure.training.trainer import Trainer, Training, TrainingFailedError
from local_azure.training.turns import Place

# What a multiplier of 1 is for the small weights that stand in: the trainer's own default.
BASE_LEARNING_RATE = 1e-3
_LAST_CHARACTERS = 1500


def write_rows(files: JobFolder, train: Path, validation: Path | None) -> None:
    """Writes a job's rows as the trainer reads them."""
    files.folder.mkdir(parents=True, exist_ok=True)
    _convert(train, files.train)
    if validation is not None:
        _convert(validation, files.validation)


async def run_training(
    trainer: Trainer, job: JobRecord, files: JobFolder, *, started: Callable[[], None], look: Callable[[], None]
) -> None:
    """Trains when the turn has come, from the last checkpoint where there is one.

    Args:
        trainer: Runs it.
        job: What to train.
        files: Its folder, with its rows.
        started: Called when its turn has come.
        look: Called again and again while it trains, and once at its end.

    Raises:
        AzureError: It can't be prepared, or the trainer failed: with the end of its log.
    """
    with files.log.open("a", encoding="utf-8") as log:
        programs = await trainer.prepare(lambda line: print(line, file=log))
    place = Place(job.id, datetime.fromtimestamp(job.created_at, UTC))
    training = Training(files.folder, files.log, arguments(job, files), place)
    try:
        await trainer.train(training, programs, started=started, look=look)
    except TrainingFailedError as error:
        end = files.log.read_text(encoding="utf-8", errors="replace")[-_LAST_CHARACTERS:].strip()
        message = f"The training failed with exit status {error.status}. The end of its log:\n{end}"
        raise AzureError(400, "trainingFailed", message) from error


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
        *("--select", "last"),  # as Azure: earlier ones are deployed as checkpoints
        *("--resume", "auto"),
        *(("--start-from", files.start) if files.start.is_dir() else ()),
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
    weight = {"weight": message["weight"]} if "weight" in message else {}
    return {"role": role, "content": message["content"], **weight}
