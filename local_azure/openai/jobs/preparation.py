"""Checks a job's files when it begins, and fills in what its request left to Azure."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.openai.files.records import ERROR, FileStore
from local_azure.openai.files.rows import BadFileError, check_file, kind_of, read_rows
from local_azure.openai.jobs.records import JobRecord

# azure-ai-docs fine-tuning, 2025-03.
FEWEST_ROWS = 10
# azure-ai-docs quotas-limits, 2026-02-17: tokens of the file times epochs.
MOST_TOKENS = 2_000_000_000
_CHARACTERS_A_TOKEN = 4
# What Azure chooses isn't published but for the epochs of small files; the batch is OpenAI's 0.2 % of the rows.
_EPOCHS, _BATCH_SHARE, _LARGEST_BATCH = 3, 0.002, 256
_MULTIPLIER, _BETA = 1.0, 0.1


@dataclass(frozen=True)
class Prepared:
    """What a job trains with.

    Attributes:
        hyperparameters: All of them as numbers.
        tokens: What it trains on, all epochs together, estimated from the text's length.
    """

    hyperparameters: Json
    tokens: int


async def prepare(job: JobRecord, files: FileStore) -> Prepared:
    """Checks a job's files.

    Raises:
        AzureError: 400 naming the file and what is wrong with it.
    """
    rows, letters = await asyncio.to_thread(_read, job, files, "training_file")
    if rows < FEWEST_ROWS:
        message = f"The training file has {rows} examples, fewer than the {FEWEST_ROWS} that a job needs."
        raise _invalid(message, "training_file")
    if job.validation_file is not None:
        await asyncio.to_thread(_read, job, files, "validation_file")
    chosen = _chosen(job.hyperparameters, rows)
    tokens = letters // _CHARACTERS_A_TOKEN * int(chosen["n_epochs"])
    if tokens > MOST_TOKENS:
        message = f"About {tokens} tokens in all epochs are more than the {MOST_TOKENS} that a job may have."
        raise _invalid(message, "training_file")
    return Prepared(chosen, tokens)


def _read(job: JobRecord, files: FileStore, which: str) -> tuple[int, int]:
    file_id = str(getattr(job, which))
    record = files.get(job.owner, file_id)
    if record.status == ERROR:
        raise _invalid(f"The file '{file_id}' can't be used: {record.reason}", which)
    content = files.content(file_id)
    try:
        check_file(content)
    except BadFileError as error:
        raise _invalid(f"The file '{file_id}' can't be used: {error}", which) from error
    return _counted(content, job.method, which)


def _counted(content: Path, method: str, which: str) -> tuple[int, int]:
    wanted = "preference" if method == "dpo" else "chat"
    rows = letters = 0
    for row in read_rows(content):
        if kind_of(row) != wanted:
            needed = "pairs of preferred and other answers" if method == "dpo" else "chats with 'messages'"
            raise _invalid(f"The method '{method}' needs {needed}; the file has other rows.", which)
        rows += 1
        letters += len(str(row))
    return rows, letters


def _chosen(asked: Json, rows: int) -> Json:
    auto = {
        "n_epochs": _EPOCHS,
        "batch_size": min(_LARGEST_BATCH, max(1, round(rows * _BATCH_SHARE))),
        "learning_rate_multiplier": _MULTIPLIER,
        "beta": _BETA,
    }
    return {name: auto[name] if value == "auto" else value for name, value in asked.items()}


def _invalid(message: str, param: str) -> AzureError:
    return AzureError(400, "invalidPayload", message, members={"param": param})
