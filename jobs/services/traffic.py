"""An endpoint's requests, divided between its deployments by hand, or all sent back to the version before."""

from collections.abc import Sequence

from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import CloudError, UsageError
from jobs.domain.traffic import ALL, live, parsed
from jobs.ports import Cloud, Traffic


def shares_of(cloud: Cloud, endpoint: str) -> list[Endpoint]:
    """The deployments behind an endpoint, each with its share.

    Raises:
        CloudError: there is no such endpoint, or nothing is behind it.
    """
    there = [one for one in cloud.endpoints.list() if one.name == endpoint]
    if not there:
        raise CloudError(
            f"there is no endpoint {endpoint} with a deployment", fix="tunestack deployments list shows all."
        )
    return sorted(there, key=lambda one: one.deployment)


def set_shares(cloud: Cloud, endpoint: str, settings: Sequence[str]) -> list[Endpoint]:
    """Divides an endpoint's requests as `blue=90`, `green=10` say, and gives what is so now.

    Raises:
        UsageError: they aren't shares of its deployments, or don't add up to 100; or one of them doesn't serve.
        CloudError: there is no such endpoint.
    """
    there = shares_of(cloud, endpoint)
    shares = parsed(settings, there)
    idle = [one.label for one in there if shares.get(one.deployment) and not one.serves]
    if idle:
        raise UsageError(f"{', '.join(idle)} doesn't serve", fix="tunestack deployments list shows its state.")
    _traffic(cloud, endpoint).route(endpoint, shares)
    return shares_of(cloud, endpoint)


def roll_back(cloud: Cloud, endpoint: str) -> list[Endpoint]:
    """Sends all requests to the deployment beside the live one, and gives what is so now.

    Raises:
        UsageError: there is no other that serves.
        CloudError: there is no such endpoint.
    """
    there = shares_of(cloud, endpoint)
    now = live(there)
    others = [one for one in there if one.serves and one is not now]
    if not others:
        raise UsageError(
            f"endpoint {endpoint} has no other deployment to go back to",
            fix="deployment.keep_old in the recipe keeps the version before; it is paid for.",
        )
    _traffic(cloud, endpoint).route(endpoint, {others[0].deployment: ALL})
    return shares_of(cloud, endpoint)


def _traffic(cloud: Cloud, endpoint: str) -> Traffic:
    if cloud.traffic is None:
        raise UsageError(f"{endpoint} serves one model alone: only online endpoints of one's own models divide traffic")
    return cloud.traffic
