"""The tag expiry is a day, and it isn't over."""

import datetime as dt
from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource


def check(resource: Resource, context: Context) -> Iterator[str]:
    """Which day it is comes from the context: programs and policies read no clock."""
    expiry = resource.get("tags.expiry")
    if not isinstance(expiry, str):
        return  # whether it is there at all is asked by general-required-tags
    try:
        until = dt.date.fromisoformat(expiry)
    except ValueError:
        yield f"the tag expiry is {expiry!r}, which is no day (YYYY-MM-DD)"
        return
    if until < context.day:
        yield f"the tag expiry is {until}, which is over (the day that counts is {context.day})"


POLICY = Policy(
    name="general-expiry",
    summary="The tag expiry is a day to come.",
    reason="`tunestack sweep` removes what has expired: what is still in use would go too.",
    fix="set tunestack:expiry to a day to come, as YYYY-MM-DD",
    severity="medium",
    check=check,
    controls=("AM-1",),
)
