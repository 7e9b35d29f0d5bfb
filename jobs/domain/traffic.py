"""Blue and green: which deployment is new, which is live, and how requests are divided between them."""

from collections.abc import Mapping, Sequence
from typing import Final

from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import UsageError

COLOURS: Final = ("blue", "green")
ALL: Final = 100


def live(deployments: Sequence[Endpoint]) -> Endpoint | None:
    """The deployment that most requests go to; none where none gets any."""
    busiest = max(deployments, key=lambda one: one.traffic, default=None)
    return busiest if busiest and busiest.traffic else None


def free_colour(deployments: Sequence[Endpoint]) -> str:
    """The name for a new deployment: of a colour that isn't there, or else of one without traffic.

    Raises:
        UsageError: both get requests, so that neither can be replaced.
    """
    traffic = {one.deployment: one.traffic for one in deployments}
    for colour in COLOURS:
        if colour not in traffic:
            return colour
    for colour in COLOURS:
        if not traffic[colour]:
            return colour
    name = deployments[0].name
    raise UsageError(
        f"both deployments of endpoint {name} get traffic: {told(traffic)}",
        fix=f"Decide first which one stays: tunestack traffic {name} --set COLOUR=100 --stack STACK.",
    )


def moved(new: str, share: int, old: str | None) -> dict[str, int]:
    """The shares once the new deployment has its own; all of it where there is no old one."""
    return {new: ALL} if old is None or share == ALL else {new: share, old: ALL - share}


def parsed(settings: Sequence[str], deployments: Sequence[Endpoint]) -> dict[str, int]:
    """Reads `blue=90`, `green=10`.

    Raises:
        UsageError: it isn't a share of a deployment that is there, or they don't add up to 100.
    """
    shares: dict[str, int] = {}
    for setting in settings:
        name, _, share = setting.partition("=")
        if not share.isdecimal():
            raise UsageError(f"'{setting}' is no share of the traffic", fix="for example: --set blue=90 --set green=10")
        shares[name.strip()] = int(share)
    there = {one.deployment for one in deployments}
    if unknown := sorted(shares.keys() - there):
        raise UsageError(f"there is no deployment {', '.join(unknown)}", fix=f"There are: {', '.join(sorted(there))}.")
    if sum(shares.values()) != ALL:
        raise UsageError(f"{told(shares)} is {sum(shares.values())} % in all", fix="The shares have to add up to 100.")
    return shares


def told(shares: Mapping[str, int]) -> str:
    """Shares in words, e.g. `blue 90 %, green 10 %`."""
    return ", ".join(f"{name} {share} %" for name, share in shares.items())
