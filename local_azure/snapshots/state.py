"""Which part of an instance's folder is state, and how it is copied and removed."""

import shutil
import stat
from pathlib import Path

from local_azure.directories import STAYS

COPYING, READY, PLACING = ".restore-copying", ".restore-ready", ".restore-placing"
"""A restore on its way: being copied, whole, and being put in its place."""

# What says where the server runs, and its log, are the process's.
OUTSIDE = STAYS | {"instance.json", "logs", COPYING, READY, PLACING}


def state_entries(directory: Path) -> list[Path]:
    """Returns the files and folders of an instance's folder that make up its state, in order; Pulumi's is among it."""
    return [path for path in sorted(directory.iterdir()) if path.name not in OUTSIDE]


def copy_state(source: Path, target: Path) -> None:
    """Copies the state of a folder into a new one that its owner alone can enter; modes and times stay.

    What is neither file, folder nor link (a socket that a job left) isn't copied.
    """
    target.mkdir(mode=0o700)
    for entry in state_entries(source):
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, target / entry.name, symlinks=True, ignore=_special)
        elif _is_kept(entry):
            shutil.copy2(entry, target / entry.name, follow_symlinks=False)


def extent(folder: Path) -> tuple[int, int]:
    """Returns how many files a folder has at any depth, and how many bytes they have together."""
    sizes = [path.lstat().st_size for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
    return len(sizes), sum(sizes)


def remove(path: Path) -> None:
    """Removes a file, a link or a folder with all that is in it; nothing happens where there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _special(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not _is_kept(Path(folder, name))]


def _is_kept(path: Path) -> bool:
    mode = path.lstat().st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode)
