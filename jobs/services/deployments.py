"""What is deployed in a stack: looked at with its price, and deleted by name."""

from dataclasses import dataclass

from catalogue.models import Method
from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import CloudError, RefusedError
from jobs.domain.hosting import hourly_price
from jobs.domain.traffic import ALL
from jobs.ports import Cloud


@dataclass(frozen=True)
class Deployed:
    """One deployment, and what it costs.

    Attributes:
        method: of tuning that its part of the stack is for.
        usd_an_hour: used or not; none where it isn't known, or the base model is served, which is paid for by token.
    """

    method: Method
    endpoint: Endpoint
    usd_an_hour: float | None


def deployments(cloud: Cloud, method: Method) -> list[Deployed]:
    """All deployments of one part of a stack, in order of their names."""
    found = [Deployed(method, one, _hourly(method, one)) for one in cloud.endpoints.list()]
    return sorted(found, key=lambda one: one.endpoint.label)


def find_deployment(there: list[Deployed], label: str) -> list[Deployed]:
    """Those that a user means by `NAME`, which is an endpoint with all behind it, or by `NAME/DEPLOYMENT`."""
    return [one for one in there if label in (one.endpoint.name, one.endpoint.label)]


def delete_deployment(cloud: Cloud, label: str) -> None:
    """Deletes an endpoint with all behind it (`NAME`), or one deployment behind it (`NAME/DEPLOYMENT`).

    Raises:
        CloudError: there is none of that name.
        RefusedError: requests go to that deployment, and others stay.
    """
    name, _, deployment = label.partition("/")
    behind = [one for one in cloud.endpoints.list() if one.name == name]
    meant = [one for one in behind if deployment in ("", one.deployment)]
    if not meant:
        raise CloudError(f"there is no deployment {label}", fix="tunestack deployments list --stack STACK shows all.")
    if not deployment or cloud.traffic is None or len(behind) == 1:
        cloud.endpoints.delete(name)
        return
    if meant[0].traffic:
        others = ", ".join(one.deployment for one in behind if one is not meant[0])
        raise RefusedError(
            f"{label} gets {meant[0].traffic} % of the requests",
            fix=f"Move them first: tunestack traffic {name} --set {others.split(', ')[0]}={ALL} --stack STACK",
        )
    cloud.traffic.withdraw(name, deployment)


def _hourly(method: Method, endpoint: Endpoint) -> float | None:
    return hourly_price(method, endpoint) if method == "command" or endpoint.tags.get("job") else None
