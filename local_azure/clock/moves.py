"""How far ahead an instance's clock is: kept in its folder, asked for by a command, reached by the server."""

import os
import signal
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from local_azure.clock.movable import MovableClock

LONGEST = timedelta(days=3650)
"""How far ahead a clock may be: what lies beyond is rather a slip of the pen, and dates end some day."""

SIGNAL = signal.SIGURG
"""Tells the server to look at what is asked. Where nobody takes it, it does nothing."""

_REACHED = "clock.json"
_ASKED = "clock-asked.json"


class _Ahead(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    ahead_seconds: float = Field(default=0.0, ge=0, le=LONGEST.total_seconds())


def reached(directory: Path) -> timedelta:
    """Returns how far ahead the clock of an instance is."""
    return _read(directory / _REACHED)


def asked(directory: Path) -> timedelta:
    """Returns how far ahead it is or is asked to be."""
    return max(_read(directory / _ASKED), reached(directory))


def ask(directory: Path, ahead: timedelta) -> None:
    """Asks the clock of an instance to be so far ahead; its server looks when it gets ``SIGNAL``, or starts."""
    _write(directory / _ASKED, ahead)


def resume(directory: Path) -> timedelta:
    """Returns how far ahead a clock that starts must be: what was asked for counts as reached."""
    ahead = asked(directory)
    if ahead:
        _write(directory / _REACHED, ahead)
    return ahead


async def follow(directory: Path, clock: MovableClock) -> None:
    """Moves a server's clock to where it is asked to be, and says so in the folder when it is there."""
    while (ahead := asked(directory)) > reached(directory):
        await clock.move(ahead)
        _write(directory / _REACHED, ahead)


def _read(file: Path) -> timedelta:
    if not file.exists():
        return timedelta()
    return timedelta(seconds=_Ahead.model_validate_json(file.read_bytes()).ahead_seconds)


def _write(file: Path, ahead: timedelta) -> None:
    new = file.with_name(f"{file.name}.{os.getpid()}")
    new.write_text(_Ahead(ahead_seconds=ahead.total_seconds()).model_dump_json(), encoding="utf-8")
    new.replace(file)
