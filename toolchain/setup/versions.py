"""Versions: the pinned ones, and how the machine's own programs are compared with what is needed."""

import re
from pathlib import Path

from toolchain.setup.errors import CommandError
from toolchain.setup.machine import Machine

PULUMI = "3.230.0"  # the engine that the language host was proven with; the PyPI package is pinned to the same
OLDEST_UV = (0, 8)  # 2025-07: `pip sync` and `pip install --target` with hashes, as used here
OLDEST_NODE = (20,)  # the oldest that is still mended, as of 2026-01; Azurite 3.35 asks for 10
OLDEST_PULUMI = (3, 230, 0)

Version = tuple[int, ...]


def parse(text: str) -> Version:
    """The first dotted number in a program's answer: `uv 0.13.8 (x86_64)` -> (0, 13, 8); () when there is none."""
    found = re.search(r"\d+(?:\.\d+)*", text)
    return tuple(int(number) for number in found.group().split(".")) if found else ()


def recent_enough(machine: Machine, program: Path | None, arguments: tuple[str, ...], oldest: Version) -> bool:
    """Whether a program of the machine is there, runs, and says a version that is not older than needed."""
    if program is None:
        return False
    try:
        answer = machine.run([program, *arguments], environment=machine.environment)
    except CommandError as error:
        machine.report(f"{program} is not used: {error}")
        return False
    found = parse(answer)
    if found < oldest:
        machine.report(f"{program} is not used: {dotted(found) or 'no version'} is older than {dotted(oldest)}")
    return found >= oldest


def dotted(version: Version) -> str:
    """(3, 11) -> `3.11`."""
    return ".".join(str(number) for number in version)
