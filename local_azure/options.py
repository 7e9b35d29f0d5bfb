"""What a local Azure is started with: the weights it runs and how long its operations take."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from local_azure.latency import Profile
from local_azure.retry_after import RetryAfterForm

QuotaDecision = Literal["approved", "escalated", "refused"]
"""What becomes of a request for quota: granted, handed to people, or turned down at once."""


class Options(BaseModel):
    """Settings of one local Azure, kept in its folder from start to start.

    Attributes:
        weights: The real weights behind every model: ``smollm2-135m-instruct`` or ``tiny-random``.
        operation_seconds: How long a long-running operation of ARM takes beyond its own work.
        latency: Whose times operations take on top of that: nobody's, or Azure's as far as they are known.
        latency_scale: What those times are multiplied by.
        record: Whether PUT bodies are kept in ``recorded.jsonl``, for scanners, and which operations were called in
            ``calls.jsonl``, beside a list of all that there are.
        role_assignment_delay_seconds: How long after it was made a role assignment begins to act; minutes on Azure.
        federated_issuers: Keys of those whose tokens federated credentials accept: a JSON Web Key Set by issuer, such
            as ``https://token.actions.githubusercontent.com``.
        managed_network_seconds: How long the managed network of an Azure ML workspace takes; minutes on Azure.
        registration_seconds: How long it takes to register a resource provider; as long as operations by default.
        retry_after_ms: What long-running answers tell clients to wait between polls, in milliseconds.
        retry_after_form: How they say it: in ``seconds``, as a ``date`` of the instance's clock, or by the headers
            ``retry-after-ms`` or ``x-ms-retry-after-ms``; without it in whole seconds and milliseconds at once.
        throttle: Whether a principal that asks Resource Manager more often than Azure allows is refused (429).
        catalogue_date: The day whose dates of models count: what is closed or retired by then can't be deployed.
            Without it dates play no part.
        deployed_models: Names of models that the subscription has deployed before, so that it is no newcomer to them.
        model_quota: Units of capacity that a region has, by usage name such as ``OpenAI.GlobalStandard.gpt-4o``, over
            the catalogue's.
        offer: What kind of subscription it is; one of benefits has fewer cores and gets no GPUs.
        core_quota: Cores that each region has, by family such as ``standardNCADSA100v4Family``; without it families
            with GPUs have none.
        quota_decision: What becomes of requests for cores.
        quota_decisions: What becomes of those for a family, over ``quota_decision``.
        quota_seconds: How long a request for cores takes to be decided.
        any_budget_start: Whether budgets may begin in any month; else not before the present one, as on Azure.
        no_capacity: Families that have no machines left, whatever the quota.
        traffic_seed: Of the choice among an online endpoint's deployments by their shares of the traffic.
        preempt_after_seconds: How long after its beginning a command job on low priority nodes loses them, once a job.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: str = "smollm2-135m-instruct"
    operation_seconds: float = Field(default=0.0, ge=0, le=3600)
    latency: Profile = "none"
    latency_scale: float = Field(default=1.0, gt=0, le=10)
    record: bool = False
    role_assignment_delay_seconds: float = Field(default=0.0, ge=0, le=3600)
    federated_issuers: Mapping[str, Mapping[str, Any]] = {}
    managed_network_seconds: float = Field(default=0.0, ge=0, le=3600)
    registration_seconds: float | None = Field(default=None, ge=0, le=3600)
    retry_after_ms: int = Field(default=100, ge=1, le=60_000)
    retry_after_form: RetryAfterForm | None = None
    throttle: bool = False
    catalogue_date: dt.date | None = None
    deployed_models: tuple[str, ...] = ()
    model_quota: Mapping[str, int] = {}
    offer: Literal["pay-as-you-go", "benefit"] = "pay-as-you-go"
    core_quota: Mapping[str, int] = {}
    quota_decision: QuotaDecision = "approved"
    quota_decisions: Mapping[str, QuotaDecision] = {}
    quota_seconds: float = Field(default=0.0, ge=0, le=86_400)
    any_budget_start: bool = False
    no_capacity: tuple[str, ...] = ()
    traffic_seed: int = 0
    preempt_after_seconds: float | None = Field(default=None, ge=0, le=86_400)


def kept_options(directory: Path) -> Options:
    """Returns the options kept in an instance's folder, the usual ones where there are none."""
    path = directory / "options.json"
    return Options.model_validate_json(path.read_bytes()) if path.exists() else Options()


def keep_options(directory: Path, options: Options) -> None:
    """Keeps options in an instance's folder for its next start."""
    (directory / "options.json").write_text(options.model_dump_json(indent=2))
