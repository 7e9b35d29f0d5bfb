"""Moves the clock of an instance that runs, from another process."""

import os
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from local_azure.clock.moves import LONGEST, SIGNAL, ask, asked, reached
from local_azure.daemon import LocalAzureError, running_instance
from local_azure.locks import held

_LOOK_SECONDS = 0.02
_OTHERS_SECONDS = 600.0


def advance(directory: Path, by: timedelta) -> None:
    """Moves the clock of an instance and returns when it is there; another move that goes on is waited for.

    Raises:
        LocalAzureError: It doesn't run, ends meanwhile, or its clock would be too far ahead.
        LockHeldError: The other move takes longer than ten minutes.
    """
    with held(directory / "clock.lock", seconds=_OTHERS_SECONDS):
        ahead = asked(directory) + by
        if ahead > LONGEST:
            raise LocalAzureError(
                f"its clock would be {ahead.days} days ahead of this machine's, and {LONGEST.days} are the most; "
                "go on with a new one: tunestack local reset"
            )
        instance = running_instance(directory)
        if instance is None:
            raise LocalAzureError("it doesn't run; start it with: tunestack local start")
        ask(directory, ahead)
        with suppress(ProcessLookupError):
            os.kill(instance.pid, SIGNAL)
        while reached(directory) < ahead:
            if running_instance(directory) != instance:
                raise LocalAzureError("it ended while its clock was moved; the clock is there when it starts again")
            time.sleep(_LOOK_SECONDS)
