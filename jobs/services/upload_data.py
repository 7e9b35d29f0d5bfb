"""One file of training rows in the workspace's datastore: checked, normalised, named by its hash; or there already."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from jobs.domain.data_format import FormatName
from jobs.domain.errors import CloudError
from jobs.domain.lines import normal_rows
from jobs.domain.validation import DataReport, Limits
from jobs.ports import TrainingFiles
from jobs.services.data_files import checked
from jobs.services.prepare_data import FOLDER
from jobs.services.stored_data import download_stored


@dataclass(frozen=True)
class Uploaded:
    """Where a file is in the datastore.

    Attributes:
        uri: how jobs and recipes name it.
        new: whether it was uploaded now.
        report: what it is like.
    """

    uri: str
    new: bool
    report: DataReport


def upload_file(
    file: Path, name: str, datastore: TrainingFiles, *, limits: Limits, format_name: FormatName | None = None
) -> Uploaded:
    """Checks a file and uploads its normal form under its hash; one with the same rows isn't uploaded twice.

    Args:
        file: training rows.
        name: `train` or `validation`.
        datastore: where to.
        limits: what it may have.
        format_name: of its rows; detected where not given.

    Raises:
        DataError: it can't be used; nothing was uploaded.
        CloudError: storage refused, or this machine's disk is full.
    """
    report = checked(file, limits=limits, format_name=format_name)
    path = f"{FOLDER}/{report.sha256}/{name}.jsonl"
    try:
        with tempfile.TemporaryDirectory(prefix="tunestack-") as folder:
            normal = Path(folder) / f"{name}.jsonl"
            with file.open("rb") as stream, normal.open("wb") as written:
                written.writelines(normal_rows(stream))
            is_new = datastore.upload(path, normal)
            return Uploaded(datastore.uri(path), is_new, report)  # services that name files themselves do it now
    except OSError as error:
        text = f"{file} can't be made ready in {tempfile.gettempdir()}: {error.strerror or error}"
        raise CloudError(text, fix="Make room there (or set TMPDIR) and run it again.") from error


def check_uploaded(
    uri: str, datastore: TrainingFiles, *, limits: Limits, format_name: FormatName | None = None
) -> Uploaded:
    """Checks data that is in the datastore already, where it is.

    Raises:
        UsageError: the path is of another datastore.
        DataError: there is no such file, or it can't be used.
    """
    with tempfile.TemporaryDirectory(prefix="tunestack-") as folder:
        copy = Path(folder) / Path(uri).name
        download_stored(uri, datastore, copy)
        return Uploaded(uri, new=False, report=checked(copy, limits=limits, format_name=format_name))
