"""A part of the toolchain: made in a folder aside, put in place in one step, known by the hash of what made it."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from toolchain.setup.machine import Machine

STAMP = ".made-from"


@dataclass(frozen=True)
class Part:
    """Something the clone needs.

    Args:
        name: what it is, as messages call it.
        folder: where it lies, relative to the clone.
        made_from: the hash of what it is made from; another hash means that it is made anew.
        make: makes it in an empty folder.
        holds: files that must be there for it to count as there, relative to its folder.
        links: links to its files for other programs' PATH: link -> file, relative to the clone and to its folder.
        in_place: it can't be moved once made; `make` is given its real folder and decides what to keep.
    """

    name: str
    folder: str
    made_from: Callable[[Path, Machine], str]
    make: Callable[[Path, Machine, Path], None]
    holds: tuple[str, ...]
    links: dict[str, str] = field(default_factory=dict)
    in_place: bool = False


def is_there(part: Part, root: Path, machine: Machine) -> bool:
    """Whether the part is there, whole, and made from what it would be made from now."""
    folder = root / part.folder
    stamp = folder / STAMP
    return (
        stamp.is_file()
        and stamp.read_text() == part.made_from(root, machine)
        and all((folder / file).exists() for file in part.holds)
        and all((root / link).exists() for link in part.links)
    )


def ensure(part: Part, root: Path, machine: Machine) -> Path:
    """Make the part unless it is there.

    An interrupted run leaves nothing that counts as the part: the stamp is written last.

    Returns:
        The part's folder.

    Raises:
        SetupError: it can't be made.
    """
    folder = root / part.folder
    if is_there(part, root, machine):
        return folder
    made_from = part.made_from(root, machine)
    if part.in_place:
        part.make(root, machine, folder)
        (folder / STAMP).write_text(made_from)
    else:
        _make_aside(part, root, machine, made_from)
    for link, file in part.links.items():
        _link(root / link, folder / file)
    return folder


def fingerprint(*values: object, files: Iterable[Path] = ()) -> str:
    """One hash over values and the contents of files, in their order."""
    digest = hashlib.sha256(repr(values).encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def identity(program: Path | None) -> tuple[str, int, int] | None:
    """What tells a program on this machine from another version of it, without running it."""
    if program is None:
        return None
    status = program.stat()
    return (str(program.resolve()), status.st_size, status.st_mtime_ns)


def remove(folder: Path) -> None:
    """Delete a folder and all in it, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def _make_aside(part: Part, root: Path, machine: Machine, made_from: str) -> None:
    folder = root / part.folder
    aside = folder.with_name(folder.name + ".new")
    remove(aside)
    aside.mkdir(parents=True)
    try:
        part.make(root, machine, aside)
        (aside / STAMP).write_text(made_from)
        remove(folder)
        aside.replace(folder)
    finally:
        remove(aside)


def _link(link: Path, file: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    aside = link.with_name(link.name + ".new")
    aside.unlink(missing_ok=True)
    aside.symlink_to(os.path.relpath(file, link.parent))
    aside.replace(link)
