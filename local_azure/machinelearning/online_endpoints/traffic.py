"""The traffic of an endpoint: which shares its deployments may have, and which of them answers a request."""

import random
from collections.abc import Mapping

from local_azure.behaviour import Write
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.machinelearning.online_endpoints.ids import deployments_of
from local_azure.machinelearning.online_endpoints.refusals import invalid
from local_azure.platform import Platform
from local_azure.resources import Resource

# Azure ML documentation "how-to-safely-rollout-online-endpoints", 2026-10: at most half of the requests are mirrored,
# to one deployment that has no live traffic.
_MOST_MIRRORED = 50
_WHOLE = 100


def shares(properties: Json, member: str) -> dict[str, int]:
    """Returns the shares above 0 by deployment: of ``traffic`` or ``mirrorTraffic``."""
    return {name: share for name, share in (properties.get(member) or {}).items() if share}


def check_traffic(platform: Platform, write: Write) -> None:
    """Returns when an endpoint's deployments may have the shares it is written with.

    Raises:
        AzureError: 400 naming what is wrong.
    """
    properties = write.body.get("properties") or {}
    for member in ("traffic", "mirrorTraffic"):
        _check_numbers(properties.get(member) or {}, member)
    known = {each.name.lower() for each in deployments_of(platform, write.id)}
    live, mirrored = shares(properties, "traffic"), shares(properties, "mirrorTraffic")
    for name in (*live, *mirrored):
        if name.lower() not in known:
            raise _wrong(f"deployment '{name}' does not exist under endpoint '{write.name}'", "Traffic")
    if sum(live.values()) not in (0, _WHOLE):
        raise _wrong(f"its shares sum up to {sum(live.values())}: they must sum up to 0 or {_WHOLE}", "Traffic")
    if len(mirrored) > 1 or sum(mirrored.values()) > _MOST_MIRRORED:
        raise _wrong(f"requests are mirrored to one deployment, {_MOST_MIRRORED} % of them at most", "MirrorTraffic")
    both = {name.lower() for name in live} & {name.lower() for name in mirrored}
    if both:
        raise _wrong(f"deployment '{both.pop()}' has live traffic: none can be mirrored to it", "MirrorTraffic")


def refuse_while_used(endpoint: Resource | None, deployment: Resource) -> None:
    """Returns when no traffic goes to a deployment, live or mirrored.

    Raises:
        AzureError: 400 (Azure ML documentation "how-to-safely-rollout-online-endpoints"; the text is from memory).
    """
    properties = endpoint.properties if endpoint else {}
    for member in ("traffic", "mirrorTraffic"):
        share = {name.lower(): value for name, value in shares(properties, member).items()}.get(deployment.name.lower())
        if share:
            raise invalid(
                f"Deployment '{deployment.name}' has {share} % of the endpoint's {member}: set it to 0 before deleting "
                "the deployment."
            )


class TrafficSplit:
    """Chooses deployments by their shares.

    Args:
        seed: Of the choices: the same requests in the same order go the same ways.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._random: dict[str, random.Random] = {}

    def choose(self, endpoint: Resource, member: str = "traffic") -> str | None:
        """Returns the deployment that the next request goes to; None where none has a share of it."""
        key = f"{self._seed}|{endpoint.id.lower()}|{member}"
        if key not in self._random:
            # Which deployment answers is no secret, and must be the same again for the same seed.
            self._random[key] = random.Random(key)  # noqa: S311
        place = self._random[key].randrange(_WHOLE)
        for name, share in shares(endpoint.properties, member).items():
            place -= share
            if place < 0:
                return name
        return None


def _check_numbers(traffic: Mapping[str, object], member: str) -> None:
    for name, share in traffic.items():
        if not isinstance(share, int) or isinstance(share, bool) or not 0 <= share <= _WHOLE:
            raise _wrong(f"the share of '{name}' is {share!r}: it must be a whole number from 0 to {_WHOLE}", member)


def _wrong(why: str, member: str) -> AzureError:
    return invalid(f"The traffic of the endpoint is not valid: {why}.", member)
