"""Data made ready for a job: checked, divided where needed, normalised, named by its hash, uploaded once."""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from jobs.domain.data_format import FormatName
from jobs.domain.errors import CloudError
from jobs.domain.evaluation.answers import Question, choose
from jobs.domain.job import PreparedData
from jobs.domain.recipe import Recipe
from jobs.domain.row_questions import question_of
from jobs.domain.validation import DataReport
from jobs.ports import TrainingFiles
from jobs.services.data_files import checked, read_rows, rows_of, write_rows
from jobs.services.validate_data import limits_for

FOLDER = "tunestack/data"

Tell = Callable[[str], None]


@dataclass(frozen=True)
class LocalData:
    """A recipe's rows, checked and divided, on this machine.

    Attributes:
        reports: what each of the recipe's files is like, by file.
        train: rows in normal form.
        validation: rows in normal form, none of them known from training.
        questions: what both models will be asked.
        row_format: of all rows.
    """

    reports: dict[Path, DataReport]
    train: list[bytes]
    validation: list[bytes]
    questions: list[Question]
    row_format: FormatName = "chat"

    @property
    def sha256(self) -> str:
        """Names training and validation rows together."""
        return hashlib.sha256(f"{_sha256(self.train)} {_sha256(self.validation)}".encode()).hexdigest()


def read_data(recipe: Recipe) -> LocalData:
    """Reads and checks all of a recipe's files against what its method and model take, before anything costs money.

    Raises:
        DataError: a file can't be used; with what is wrong where.
    """
    data, row_format = recipe.data, recipe.tuning.row_format
    limits = limits_for(recipe.method, recipe.model, maximum_tokens=data.maximum_tokens)
    # Validation and evaluation rows aren't trained on: the least number of rows is for training data.
    few = replace(limits, minimum_rows=1)
    reports = {data.train: checked(data.train, limits=limits, format_name=row_format)}
    for file in filter(None, (data.validation, data.evaluation)):
        reports[file] = checked(file, limits=few, format_name=row_format)
    if data.validation:
        train, validation = rows_of(data.train), rows_of(data.validation)
    else:
        rows, parts = read_rows(data.train, validation_share=data.validation_share, format_name=row_format)
        train, validation = [rows[index] for index in parts.train], [rows[index] for index in parts.validation]
    asked = rows_of(data.evaluation) if data.evaluation else validation
    questions = choose([question_of(row, row_format) for row in asked], recipe.evaluation.maximum_rows)
    return LocalData(reports, train, validation, questions, row_format)


def upload_data(data: LocalData, files: TrainingFiles, tell: Tell) -> PreparedData:
    """Puts training and validation rows where a job can read them; what is there already isn't sent again.

    Raises:
        CloudError: storage refused, or this machine's disk is full.
    """
    for name, rows in (("train", data.train), ("validation", data.validation)):
        uploaded = _upload(rows, _path(name, rows), files)
        tell(f"{name}: {len(rows)} rows, {'uploaded' if uploaded else 'already there'}")
    return locate_data(data, files)


def locate_data(data: LocalData, files: TrainingFiles) -> PreparedData:
    """Where the data is once it was uploaded."""
    train, validation = _path("train", data.train), _path("validation", data.validation)
    return PreparedData(
        train_uri=files.uri(train),
        validation_uri=files.uri(validation),
        sha256=data.sha256,
        train_rows=len(data.train),
        validation_rows=len(data.validation),
        train_path=train,
        validation_path=validation,
    )


def _path(name: str, rows: list[bytes]) -> str:
    return f"{FOLDER}/{_sha256(rows)}/{name}.jsonl"


def _upload(rows: list[bytes], path: str, files: TrainingFiles) -> bool:
    try:
        with tempfile.TemporaryDirectory(prefix="tunestack-") as folder:
            file = Path(folder) / Path(path).name
            write_rows(file, rows)
            return files.upload(path, file)
    except OSError as error:
        raise CloudError(
            f"{path} can't be uploaded: {error.strerror or error}",
            fix=f"Make room in {tempfile.gettempdir()} (or set TMPDIR) and run it again: it goes on there.",
        ) from error


def _sha256(rows: list[bytes]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(row + b"\n")
    return digest.hexdigest()
