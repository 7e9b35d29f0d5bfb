"""Settings of alerts: who hears of slow, failing and throttled answers and of failed jobs, and from where on."""

from typing import Annotated

from pydantic import Field, StringConstraints

from stacks.settings.budget import Email
from stacks.settings.values import Setting

EndpointName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z][a-zA-Z0-9-]{1,30}[a-zA-Z0-9]$")]


class Alerts(Setting):
    """Alerts on metrics; what they look at are quarters of an hour."""

    emails: list[Email] = Field(
        [], max_length=50, description="addresses that hear of alerts; without any they are in the portal alone"
    )
    latency_seconds: float = Field(
        30, gt=0, le=600, description="answers that take longer on average, or for the slowest 5 % of an endpoint"
    )
    availability_percent: float = Field(
        99, gt=0, lt=100, description="share of requests to OpenAI models that must not fail in the service"
    )
    throttled: int = Field(
        50, ge=0, description="requests to OpenAI models refused with 429 for want of capacity, in a quarter of an hour"
    )
    server_errors_per_minute: float = Field(
        1, ge=0, description="requests to an online endpoint that fail in it, each minute on average"
    )
    failed_runs: int = Field(0, ge=0, description="jobs that may fail in a quarter of an hour without a word")
    endpoints: list[EndpointName] = Field(
        [],
        max_length=50,
        description="managed online endpoints that are there, by name: Azure takes no alert on one that isn't yet",
    )
