"""Something made once by a service that takes no name for it: after an unclear answer it is looked for."""

from collections.abc import Callable
from typing import TypeVar

from jobs.adapters.rest import UnsureError
from jobs.ports import Clock

_FIRST_PAUSE_SECONDS = 2.0
_LONGEST_PAUSE_SECONDS = 60.0

Made = TypeVar("Made")


def exactly_once(make: Callable[[], Made], find: Callable[[], Made | None], clock: Clock) -> Made:
    """Makes something; where no clear answer comes, waits, looks whether it is there, and tries again.

    Raises:
        UnsureError: no try had a clear answer, for about two minutes.
        TunestackError: it was refused.
    """
    pause = _FIRST_PAUSE_SECONDS
    while True:
        try:
            return make()
        except UnsureError:
            if pause > _LONGEST_PAUSE_SECONDS:
                raise
            clock.sleep(pause)
            pause *= 2
            if (found := find()) is not None:
                return found
