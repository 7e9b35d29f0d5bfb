"""Doing again what Azure refuses while something else is under way."""

from collections.abc import Callable
from typing import Final

from infra.provider.clock import Clock
from infra.provider.errors import ArmError

BUSY: Final = frozenset(
    {
        "AnotherOperationInProgress",
        "ConflictingConcurrentWriteNotAllowed",
        "RequestConflict",
        "RetryableError",
        "TransientError",
    }
)
"""Codes of refusals that pass by themselves: those that azure-native repeats (its pull requests up to 2026-07), and
RequestConflict and RetryableError, which it doesn't."""
FIRST_WAIT_SECONDS: Final = 1.0
LONGEST_WAIT_SECONDS: Final = 30.0
DEADLINE_SECONDS: Final = 1200.0
"""The longest thing to wait for is an endpoint that is still being created: up to 20 minutes."""


def when_free(act: Callable[[], None], clock: Clock) -> None:
    """Acts, again with growing waits as long as Azure says that it is busy.

    Raises:
        ArmError: Azure refused for another reason, or was busy until the deadline.
    """
    deadline = clock.monotonic() + DEADLINE_SECONDS
    wait = FIRST_WAIT_SECONDS
    while True:
        try:
            return act()
        except ArmError as refused:
            if refused.code not in BUSY or clock.monotonic() + wait > deadline:
                raise
        clock.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT_SECONDS)
