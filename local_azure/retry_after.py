"""How an answer tells the client when to come again: in seconds, as a date, or in milliseconds."""

import datetime as dt
import math
from email.utils import format_datetime
from typing import Literal

RetryAfterForm = Literal["seconds", "date", "retry-after-ms", "x-ms-retry-after-ms"]
"""The forms that Azure's services use and its clients read (RFC 9110 of 2022-06, 10.2.3; azure-core 1.41.0)."""


def retry_after(seconds: float, form: RetryAfterForm, now: dt.datetime) -> dict[str, str]:
    """Returns the header that asks for a pause.

    Args:
        seconds: How long; a date has whole seconds, so that it may be one more.
        form: How it is said.
        now: The time that a date counts from.
    """
    if form == "seconds":
        return {"Retry-After": f"{seconds:g}"}
    if form == "date":
        moment = now.astimezone(dt.UTC) + dt.timedelta(seconds=math.ceil(seconds) + (now.microsecond > 0))
        return {"Retry-After": format_datetime(moment.replace(microsecond=0), usegmt=True)}
    return {form: str(max(1, round(seconds * 1000)))}


def between_polls(
    milliseconds: int, form: RetryAfterForm | None, now: dt.datetime, *, seconds: int | None = None
) -> dict[str, str]:
    """Returns the headers that say how often to ask how a long-running operation goes.

    Args:
        milliseconds: The pause that the local Azure is set to.
        form: How it is said; None for whole seconds as Azure says them and, for clients that read them, milliseconds.
        now: The time that a date counts from.
        seconds: What Azure itself says for this operation; the milliseconds rounded up by default.
    """
    if form is not None:
        return retry_after(milliseconds / 1000, form, now)
    whole = seconds if seconds is not None else max(1, round(milliseconds / 1000))
    return {"Retry-After": str(whole), "retry-after-ms": str(milliseconds)}
