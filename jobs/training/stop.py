"""Notes a signal that asks to stop, so that training ends at the next step with a checkpoint instead of at once."""

import signal
from dataclasses import dataclass
from types import FrameType


@dataclass
class Stop:
    """Whether to stop.

    Attributes:
        signal: The number of the signal that asked, or None.
    """

    signal: int | None = None

    @classmethod
    def on_signals(cls) -> "Stop":
        """Returns one that SIGTERM and SIGINT set; a second signal ends the process as usual."""
        stop = cls()

        def note(number: int, _frame: FrameType | None) -> None:
            stop.signal = number
            signal.signal(number, signal.SIG_DFL)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, note)
        return stop
