"""What a deployment costs while nobody asks it, and when Azure deletes it: said at deployment, by method."""

from catalogue.models import Method
from catalogue.prices import HourlyPrice, prices
from jobs.domain.endpoint import Endpoint

IDLE_DAYS = 15
"""Without a request for so long, a tuned model's hosted deployment is deleted, and the model is kept (Azure's
documentation of serverless fine-tuning, 2025-03, and of Azure OpenAI's, 2025-03-26; not repeated in those of
2026-10)."""

DEVELOPER_HOURS = 24
"""How long a DeveloperTier deployment lives (Foundry documentation of deployment types, 2026-05-08)."""


def hourly_price(method: Method, endpoint: Endpoint) -> float | None:
    """USD for an hour of a tuned model's deployment, used or not; none where nobody has written it down."""
    found = _row(method, endpoint)
    return None if found is None else found.usd * (endpoint.capacity if method == "command" else 1)


def hosting_notes(method: Method, endpoint: Endpoint) -> list[str]:
    """What to know of a tuned model's deployment, in sentences: its price, and when it goes by itself."""
    return [_price(method, endpoint), _end(method, endpoint)]


def _row(method: Method, endpoint: Endpoint) -> HourlyPrice | None:
    if method == "serverless":
        return None
    known = prices().machines if method == "command" else prices().hosting
    return known.get(endpoint.sku)


def _price(method: Method, endpoint: Endpoint) -> str:
    hourly, row = hourly_price(method, endpoint), _row(method, endpoint)
    what = f" ({endpoint.capacity} x {endpoint.sku})" if method == "command" else ""
    if hourly is None or row is None:
        return f"{endpoint.label} is paid for by the hour, used or not{what}; the price isn't known here"
    amount = f"{hourly:.2f} USD an hour" if hourly else "nothing by the hour, its tokens alone"
    return f"{endpoint.label} costs {amount}, used or not{what} ({row.source}, {row.as_of})"


def _end(method: Method, endpoint: Endpoint) -> str:
    if method == "command":
        return f"{endpoint.label} stays until it is deleted: tunestack deployments delete"
    if endpoint.sku == "DeveloperTier":
        return f"{endpoint.label} is deleted {DEVELOPER_HOURS} hours after it was made"
    return f"{endpoint.label} is deleted after {IDLE_DAYS} days without a request; the model is kept"
