"""Folders that programs of jobs and endpoints write to: read and removed without going where their links lead.

Such a program can put a link in place of a file or a folder at any moment, also between a look and what follows from
it. So each part of a path is opened from the folder before it, and none of them may be a link.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # opening a pipe must not wait for who writes


@contextmanager
def opened_inside(root: Path, name: str) -> Iterator[Path]:
    """Opens a file below a folder, and gives a path that leads to this very file while the block lasts.

    Args:
        root: A folder whose own place the program can't change.
        name: The file's path below it, with slashes.

    Raises:
        OSError: There is no such file, or a link, a pipe or something else on the way or in its place.
    """
    path = PurePosixPath(name)
    folder = _open_folder(root, path.parent)
    try:
        file = os.open(path.name, _FILE, dir_fd=folder)
    finally:
        os.close(folder)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "not a file", name)
        yield Path(f"/dev/fd/{file}")
    finally:
        os.close(file)


def read_inside(root: Path, name: str, most: int) -> bytes:
    """Returns the first bytes of a file below a folder, ``most`` at most.

    Raises:
        OSError: As of ``opened_inside``.
    """
    with opened_inside(root, name) as path, path.open("rb") as file:
        return file.read(most)


def files_inside(root: Path, name: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Yields the files below a folder that are neither links nor behind one: their paths from there, and their status.

    Nothing comes where the folder itself isn't there, or is a link.

    Args:
        root: A folder whose own place the program can't change.
        name: The folder's path below it, with slashes; the root itself by default.
    """
    try:
        top = _open_folder(root, PurePosixPath(name))
    except OSError:
        return
    try:
        for folder, folders, files, handle in os.fwalk(".", dir_fd=top, follow_symlinks=False):
            folders.sort()
            for each in sorted(files):
                try:
                    status = os.stat(each, dir_fd=handle, follow_symlinks=False)
                except FileNotFoundError:
                    continue  # removed meanwhile
                if stat.S_ISREG(status.st_mode):
                    yield (PurePosixPath(folder) / each).as_posix(), status
    finally:
        os.close(top)


def remove_tree(folder: Path) -> None:
    """Removes a folder with all in it, or the link or the file that a program has put in its place."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def remove_links(root: Path, name: str) -> None:
    """Removes what links there are in a folder's place and on the way to it, so that it can be made anew."""
    way = root
    for part in PurePosixPath(name).parts:
        way /= part
        if way.is_symlink():
            way.unlink()


def _open_folder(root: Path, below: PurePosixPath) -> int:
    handle = os.open(root, _FOLDER)
    for part in below.parts:
        try:
            inner = os.open(part, _FOLDER, dir_fd=handle)
        finally:
            os.close(handle)
        handle = inner
    return handle
