"""Durations as Azure writes them (ISO 8601, days to seconds), in seconds."""

import re

from local_azure.machinelearning.online_endpoints.refusals import invalid

_DURATION = re.compile(
    r"P(?=.)(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_SECONDS = {"days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}


def seconds_of(text: str, member: str) -> float:
    """Returns a duration in seconds.

    Raises:
        AzureError: 400 naming the member that holds it.
    """
    found = _DURATION.fullmatch(text)
    if found is None:
        raise invalid(f"'{text}' isn't an ISO 8601 duration such as PT5S.", member)
    return sum(float(value or 0) * _SECONDS[unit] for unit, value in found.groupdict().items())
