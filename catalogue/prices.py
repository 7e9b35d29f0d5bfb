"""The typed door to prices.yaml: what hosting, tokens, training and machines cost, as far as it is known."""

import datetime as dt
from functools import cache

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    as_of: dt.date


class HourlyPrice(_Row):
    """USD for an hour, with who says so and since when."""

    usd: float


class TokenPrices(_Row):
    """USD for a million tokens of prompts and of answers."""

    input: float
    output: float


class TrainingPrices(_Row):
    """USD for a million tokens that are trained on, by tier."""

    Standard: float
    GlobalStandard: float
    developerTier: float  # noqa: N815 -- as the service names it


class Prices(BaseModel):
    """All prices that are known; whatever has none isn't free but unknown.

    Attributes:
        as_of: The day on which the sources were read.
        hosting: Of a tuned model's deployment, by its type.
        tokens: By model.
        training: By model.
        machines: By size.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: dt.date
    hosting: dict[str, HourlyPrice]
    tokens: dict[str, TokenPrices]
    training: dict[str, TrainingPrices]
    machines: dict[str, HourlyPrice]


@cache
def prices() -> Prices:
    """Reads the prices."""
    return Prices.model_validate(read_yaml("prices.yaml"))
