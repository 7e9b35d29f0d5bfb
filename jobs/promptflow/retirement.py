"""When Prompt flow ends, and what a user is told about it."""

from datetime import date

FEATURES_ENDED = date(2026, 4, 20)
RETIRED = date(2027, 4, 20)
"""Microsoft's notice at the head of Prompt flow's documentation (read 2026-11-21)."""


def warning(today: date) -> str:
    """What to say before Prompt flow is used."""
    state = "is" if today < RETIRED else "has been"
    return (
        f"Prompt flow gets no features since {FEATURES_ENDED} and {state} retired on {RETIRED}; "
        "its successor: --engine agent-framework"
    )
