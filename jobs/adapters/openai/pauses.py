"""How long a job rested, as its events tell: the service keeps no other account of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from jobs.adapters.openai.fine_tuning_jobs import moment

_PAUSED = "paused"


def pauses(events: Sequence[Mapping[str, Any]], *, resting: bool) -> tuple[timedelta, datetime | None]:
    """Adds up the rests that are over, and says when the one began that isn't.

    A rest ends with the next thing that the service says; figures of a step may come late and end none, unless
    nothing else is said.

    Args:
        events: of the job, oldest first.
        resting: whether it is paused now.
    """
    rested = timedelta()
    since: datetime | None = None
    late: datetime | None = None
    for event in events:
        at = moment(float(event["created_at"]))
        if at is None:
            continue
        if since is None:
            if _PAUSED in str(event["message"]).lower():
                since, late = at, None
        elif (event.get("data") or {}).get("step"):
            late = late or at
        else:
            rested, since = rested + (at - since), None
    if since is None or resting:
        return rested, since
    return rested + ((late or since) - since), None
