"""Training data that is in the project's datastore already, named by its path: brought here to be read."""

import hashlib
from pathlib import Path, PurePosixPath

from jobs.domain.errors import DataError, UsageError
from jobs.domain.recipe_paths import STORED
from jobs.ports import TrainingFiles

FOLDER = Path("build") / "data"


def bring_stored(uri: str, files: TrainingFiles, folder: Path = FOLDER) -> Path:
    """Downloads what a recipe names by its path, anew each time: other rows may be there by now.

    Args:
        uri: `azureml://datastores/NAME/paths/PATH`.
        files: of the project.
        folder: where to; each path has a folder of its own there.

    Returns:
        The file, absolute.

    Raises:
        UsageError: it is no path of the default datastore.
        DataError: there is no such file.
    """
    file = folder / hashlib.sha256(uri.encode()).hexdigest()[:12] / PurePosixPath(uri).name
    file.parent.mkdir(parents=True, exist_ok=True)
    download_stored(uri, files, file)
    return file.resolve()


def download_stored(uri: str, files: TrainingFiles, file: Path) -> None:
    """Downloads a file of any size by its path.

    Raises:
        UsageError: it is no path of the default datastore.
        DataError: there is no such file.
    """
    prefix = files.uri("")
    if not prefix.startswith(STORED):
        raise UsageError(
            f"{uri} can't be read: the training files of this stack are on its account, not in a datastore",
            fix="Name a file of this machine.",
        )
    if not uri.startswith(prefix) or uri == prefix:
        raise UsageError(f"{uri} isn't a file of the workspace's default datastore", fix=f"Write {prefix}PATH.")
    if not files.download(uri.removeprefix(prefix), file):
        raise DataError(f"there is no {uri}", fix="Look at the path, or name a file of this machine.")
