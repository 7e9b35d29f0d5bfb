"""Reads locked requirements: which version of a package they hold, and what is left without torch's CUDA part."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_NAME_AND_VERSION = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")

# What torch 2.15's Linux wheel from the registry requires beyond its CPU build: CUDA's libraries and Triton
# (jobs/training/requirements.lock, 2026-11-21).
_CUDA_PACKAGES = re.compile(r"^(torch|triton|nvidia-.*|cuda-.*)$")


@dataclass(frozen=True)
class Pin:
    """What locked requirements say of a package: its version, and whether only some platforms get it."""

    version: str
    conditional: bool


def read_locked(path: Path) -> str:
    """Returns the text of a file of locked requirements.

    Raises:
        ValueError: A requirement isn't pinned to a version or has no hash; names it and the command that locks.
    """
    text = path.read_text(encoding="utf-8")
    for entry in _entries(text):
        if _NAME_AND_VERSION.match(entry) is None or "--hash=" not in entry:
            name = entry.split()[0]
            message = (
                f"{path}: '{name}' is not locked (pinned with == and with hashes); compile the file with "
                "'uv pip compile requirements.in --universal --generate-hashes -o requirements.lock'"
            )
            raise ValueError(message)
    return text


def locked_version(text: str, package: str) -> str | None:
    """Returns the version that locked requirements hold of a package, or None when it isn't among them."""
    for entry in _entries(text):
        match = _NAME_AND_VERSION.match(entry)
        if match is not None and match["name"] == package:
            return match["version"]
    return None


def locked_pins(text: str) -> Mapping[str, Pin]:
    """Returns what locked requirements pin, by the packages' names as they are written there."""
    found = [(match, entry) for entry in _entries(text) if (match := _NAME_AND_VERSION.match(entry))]
    return {match["name"]: Pin(match["version"], ";" in entry.partition("--hash")[0]) for match, entry in found}


def without_cuda(text: str) -> str:
    """Returns locked requirements without torch and what only its CUDA build needs."""
    return _select(text, lambda name: _CUDA_PACKAGES.match(name) is None)


def _select(text: str, keep: Callable[[str], bool]) -> str:
    kept = [entry for entry in _entries(text) if (match := _NAME_AND_VERSION.match(entry)) and keep(match["name"])]
    return "".join(f"{entry}\n" for entry in kept)


def _entries(text: str) -> list[str]:
    """Splits requirements at the lines that start one; hashes are on indented lines below it."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    entries: list[str] = []
    for line in lines:
        if line[0].isspace() and entries:
            entries[-1] += f"\n{line}"
        else:
            entries.append(line)
    return entries
