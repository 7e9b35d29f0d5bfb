"""What the catalogue knows of a model: how it is tuned and served, where, until when, and who says so."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Method = Literal["serverless", "openai", "command"]
"""How a model is tuned: a serverless fine-tuning job, Azure OpenAI, or one's own script as a command job."""

Lifecycle = Literal["preview", "generally-available", "deprecated", "retired"]
"""``deprecated``: closed to subscriptions that never deployed that version, and still answering those that did."""

Technique = Literal["supervised", "dpo", "reinforcement"]

Sku = Literal["Standard", "DataZoneStandard", "GlobalStandard", "DeveloperTier", "ProvisionedManaged"]
"""Where a model is trained or served: in one region, in a data zone, anywhere, or anywhere and without promises."""


@dataclass(frozen=True)
class Deadline:
    """The last day of something; ``until`` is None where none was announced as of ``as_of``."""

    until: dt.date | None
    source: str
    as_of: dt.date

    def passed(self, on: dt.date) -> bool:
        """Says whether it is over on that day."""
        return self.until is not None and on > self.until


@dataclass(frozen=True)
class Closing:
    """The day from which something is refused to those who never used it, with what says so."""

    since: dt.date
    source: str
    as_of: dt.date


@dataclass(frozen=True)
class Tuning:
    """Where and until when a model can be tuned by one method.

    Attributes:
        method: The method.
        regions: Where a job may be created.
        tiers: Of the method openai: where each tier trains; None where Azure offers the tier and names no regions.
        techniques: What the method can do with this model.
        weights: Of the method command: the id on the model hub of the weights that a script tunes.
        marketplace: Whether a marketplace subscription must be made first.
        training: The last day on which jobs are accepted; for a deprecated model, from subscriptions that have used it.
        tuned_deployment: The last day on which deployments of tuned models answer.
        source: What says so.
        as_of: The day of that source.
    """

    method: Method
    regions: tuple[str, ...]
    tiers: Mapping[Sku, tuple[str, ...] | None]
    techniques: tuple[Technique, ...]
    weights: str | None
    marketplace: bool
    training: Deadline
    tuned_deployment: Deadline
    source: str
    as_of: dt.date


@dataclass(frozen=True)
class Offer:
    """One SKU that deployments of a model can have.

    Attributes:
        sku: The SKU's name, as ``sku.name`` of a deployment has it.
        regions: Where an account that deploys it may be.
        quota: Units of capacity that a new subscription has in a region; None where the source doesn't tell.
        source: What says so.
        as_of: The day of that source.
    """

    sku: Sku
    regions: tuple[str, ...]
    quota: int | None
    source: str
    as_of: dt.date


@dataclass(frozen=True)
class Serving:
    """How a model is deployed on an AI Services account.

    Attributes:
        format: ``model.format`` of a deployment, such as ``OpenAI``.
        unit_tokens: Tokens a minute in one unit of capacity.
        unit_requests: Requests a minute in one unit of capacity.
        base: How the base model can be deployed.
        tuned: How a model tuned from it can be deployed.
        source: What says how large a unit is.
        as_of: The day of that source.
    """

    format: str
    unit_tokens: int
    unit_requests: int
    base: tuple[Offer, ...]
    tuned: tuple[Offer, ...]
    source: str
    as_of: dt.date

    def offer(self, sku: str, *, tuned: bool = False) -> Offer | None:
        """Gives the row of a SKU, for the base model or for models tuned from it; None when it isn't offered."""
        return next((offer for offer in (self.tuned if tuned else self.base) if offer.sku == sku), None)


@dataclass(frozen=True)
class Model:
    """One row of the catalogue.

    Attributes:
        name: Its name in its registry.
        version: The version that can be tuned.
        family: What it belongs to.
        publisher: Who publishes it.
        lifecycle: Its stage, as the source says.
        base: The last day on which the base model answers.
        closed_to_newcomers: From when on subscriptions that never deployed this version are refused; None: they aren't.
            Where the source says only that it is closed, the day of the source stands for it.
        tuning: One row a method.
        serving: How it is deployed on an AI Services account; None when it isn't.
        successor: The model its retirement notice names.
    """

    name: str
    version: str
    family: str
    publisher: str
    lifecycle: Lifecycle
    base: Deadline
    closed_to_newcomers: Closing | None
    tuning: tuple[Tuning, ...]
    serving: Serving | None
    successor: str | None

    def tuning_by(self, method: Method) -> Tuning | None:
        """Gives the row of one method, None when the model can't be tuned by it."""
        return next((row for row in self.tuning if row.method == method), None)
