"""A request for a fine-tuning job, checked before the job exists."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from catalogue.model import Model, Sku
from catalogue.tunable import tunable
from local_azure.cognitiveservices.deployable_models import knows
from local_azure.errors import AzureError, not_supported
from local_azure.json_types import Json
from local_azure.openai.jobs.base_models import find_base
from local_azure.openai.operations import invalid
from local_azure.platform import Platform
from local_azure.resources import Resource

# Foundry REST reference of fine-tuning jobs and its samples, 2026-10; one source writes the last in another case.
_TIERS: dict[str, Sku] = {
    "standard": "Standard",
    "globalstandard": "GlobalStandard",
    "datazonestandard": "DataZoneStandard",
    "developertier": "DeveloperTier",
}
_LARGEST_SEED = 2**31 - 1


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Hyperparameters(_Part):
    n_epochs: int | Literal["auto"] = Field(default="auto")
    batch_size: int | Literal["auto"] = Field(default="auto")
    learning_rate_multiplier: float | Literal["auto"] = Field(default="auto")
    beta: float | Literal["auto"] | None = None


class _Settings(_Part):
    hyperparameters: _Hyperparameters = _Hyperparameters()


class _Method(_Part):
    type: Literal["supervised", "dpo", "reinforcement"]
    supervised: _Settings | None = None
    dpo: _Settings | None = None
    reinforcement: Any = None


class _Request(_Part):
    model: str = Field(min_length=1)
    training_file: str = Field(min_length=1)
    validation_file: str | None = None
    method: _Method | None = None
    hyperparameters: _Hyperparameters | None = None
    seed: int | None = Field(default=None, ge=0, le=_LARGEST_SEED)
    # azure-ai-docs fine-tuning-rest, 2025-02-27: 40 characters; the REST reference of v1 says 64.
    suffix: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,40}$")
    trainingType: str | None = None  # noqa: N815 -- Azure's own spelling
    metadata: dict[str, str] | None = None
    integrations: list[Any] | None = None


@dataclass(frozen=True)
class JobRequest:
    """What a job is to do.

    Attributes:
        base: The base model.
        tuned: The name of the account's tuned model that it goes on from, or None.
        training_file: Id of the file it learns from.
        validation_file: Id of the file it measures on, or None.
        method: ``supervised`` or ``dpo``.
        hyperparameters: Numbers, or ``auto`` for what Azure shall choose.
        seed: Where the random numbers start, or None.
        suffix: What the tuned model's name ends with, or None.
        training_type: The tier as it was written, or None.
        metadata: What the client keeps with it.
    """

    base: Model
    tuned: str | None
    training_file: str
    validation_file: str | None
    method: str
    hyperparameters: Json
    seed: int | None
    suffix: str | None
    training_type: str | None
    metadata: Json | None


def read_job_request(
    platform: Platform, account: Resource, body: Json, base_of: Callable[[str], str | None]
) -> JobRequest:
    """Returns what a body asks for.

    Args:
        platform: The local Azure.
        account: Whose job it is.
        body: What is asked for.
        base_of: Names the base of one of the account's tuned models; None where it has none of that name.

    Raises:
        AzureError: 400 naming the member and what would be right; 501 for what the local Azure can't train.
    """
    asked = _checked(body)
    method = asked.method.type if asked.method else "supervised"
    if asked.integrations:
        raise not_supported("integrations of fine-tuning jobs", "Leave them out.")
    made_from = base_of(asked.model)
    base = _base(made_from or asked.model)
    _require_tunable(platform, account, base, asked)
    if method not in _techniques(base):
        known = ", ".join(_techniques(base))
        raise invalid(f"The model '{asked.model}' can't be tuned by the method '{method}'; it has {known}.", "method")
    if method == "reinforcement":
        raise not_supported("reinforcement fine-tuning", "It tunes by the methods 'supervised' and 'dpo'.")
    settings = getattr(asked.method, method) if asked.method else None
    chosen = settings.hyperparameters if settings else asked.hyperparameters or _Hyperparameters()
    return JobRequest(
        base=base,
        tuned=asked.model if made_from else None,
        training_file=asked.training_file,
        validation_file=asked.validation_file,
        method=method,
        hyperparameters=_hyperparameters(chosen, method),
        seed=asked.seed,
        suffix=asked.suffix,
        training_type=asked.trainingType,
        metadata=dict(asked.metadata) if asked.metadata else None,
    )


def _checked(body: Json) -> _Request:
    try:
        return _Request.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            raise invalid(f"Unrecognized request argument supplied: {where}", where) from error
        raise invalid(f"Invalid value for '{where}': {first['msg']}.", where, code="invalidPayload") from error


def _base(name: str) -> Model:
    base = find_base(name)
    if base is None:
        raise invalid(f"The specified base model does not support fine-tuning: '{name}'.", "model", code="invalidModel")
    return base


def _require_tunable(platform: Platform, account: Resource, base: Model, asked: _Request) -> None:
    tier = _tier(asked.trainingType)
    on = platform.options.catalogue_date or dt.date.min
    newcomer = not knows(platform, base)
    refusal = tunable(base.name, "openai", account.location, on, tier=tier, newcomer=newcomer)
    if refusal is not None:
        param = "trainingType" if refusal.because == "sku" else "model"
        message = f"Fine-tuning is not available for this request: {refusal.message}."
        raise invalid(message, param, code="modelNotAvailable")


def _tier(training_type: str | None) -> Sku:
    tier = _TIERS.get((training_type or "Standard").lower())
    if tier is None:
        known = "Standard, GlobalStandard, developerTier"
        raise invalid(f"The trainingType '{training_type}' is not one of {known}.", "trainingType")
    return tier


def _techniques(base: Model) -> tuple[str, ...]:
    tuning = base.tuning_by("openai")
    return tuning.techniques if tuning else ()


def _hyperparameters(chosen: _Hyperparameters, method: str) -> Json:
    values: Json = chosen.model_dump()
    if method == "dpo":
        values["beta"] = "auto" if values["beta"] is None else values["beta"]
    elif values.pop("beta") is not None:
        raise invalid("'beta' is a hyperparameter of the method 'dpo'.", "method.supervised.hyperparameters.beta")
    for name, value in values.items():
        if value != "auto" and value <= 0:
            raise invalid(f"The hyperparameter '{name}' must be above 0 or 'auto', not {value}.", name)
    return values


def refused_quota(message: str) -> AzureError:
    """Returns the refusal above a limit of the account."""
    return AzureError(400, "quotaExceeded", message)  # the code is from memory: the sources name none
