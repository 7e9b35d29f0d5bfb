"""Tags that everything carries: who owns it, who pays, what for and until when."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType


def tags(*, owner: str, cost_centre: str, environment: str, expiry: dt.date, stack: str) -> Mapping[str, str]:
    """Gives the tags of a stack's resources.

    Args:
        owner: Who answers for them.
        cost_centre: Who pays.
        environment: Such as ``dev``.
        expiry: The day after which they may be swept.
        stack: The Pulumi stack that declares them, so that what nobody declares any more can be told.
    """
    return MappingProxyType(
        {
            "owner": owner,
            "cost-centre": cost_centre,
            "environment": environment,
            "expiry": expiry.isoformat(),
            "stack": stack,
        }
    )
