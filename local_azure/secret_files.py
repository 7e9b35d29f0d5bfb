"""Files and folders with secrets: open to their owner alone from the first byte; files are replaced whole."""

import os
import stat
from pathlib import Path


def write_secret(path: Path, content: bytes) -> None:
    """Writes a file that only its owner can read; whoever reads it meanwhile sees the old or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    scratch.replace(path)


def make_private(folder: Path) -> None:
    """Makes a folder, with those above it, that its owner alone can enter; one that is there already becomes so.

    A folder that others are meant to write to (``/tmp``), or somebody else's, stays as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    status = folder.stat()
    if status.st_uid == os.getuid() and not status.st_mode & stat.S_ISVTX:
        folder.chmod(0o700)
