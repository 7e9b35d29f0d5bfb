"""Tuned models of a Foundry account, the checkpoints that can be deployed, and base models."""

from collections.abc import Mapping
from typing import Any

from jobs.adapters.openai.account import OpenAIAccount
from jobs.adapters.openai.fine_tuning_jobs import TUNED_MODEL
from jobs.adapters.openai.jobs import JobDocuments, name_of
from jobs.adapters.openai.results import number
from jobs.domain.job import Checkpoint, ModelVersion

_SHOWN = 8
"""So many characters of a job's id tell its model from those of other jobs."""


class OpenAIModels:
    """Models of one account.

    Args:
        account: whose models they are.
        jobs: what they were made by.
    """

    def __init__(self, account: OpenAIAccount, jobs: JobDocuments) -> None:
        self._account = account
        self._jobs = jobs

    def made_by(self, job: str, name: str) -> ModelVersion | None:
        """The model that a job made; none where it made none, or it was deleted."""
        found = self._jobs.find(job)
        model = found.get("fine_tuned_model") if found else None
        if not model or self._account.rest.find(self._account.url(f"/models/{model}")) is None:
            return None
        return ModelVersion(name, _version(str(model)), str(model), job)

    def checkpoints(self, job: str) -> "list[Checkpoint]":
        """Those of the last three epochs, and of where the job was paused, by step."""
        found = [_checkpoint(one) for one in self._account.items(self._jobs.path(job, "/checkpoints"))]
        return sorted(found, key=lambda checkpoint: checkpoint.step)

    def list(self) -> "list[ModelVersion]":
        """All tuned models that are there, newest first."""
        there = {str(model["id"]) for model in self._account.items("/models")}
        made = {str(job["fine_tuned_model"]): job for job in self._jobs.all() if job.get("fine_tuned_model")}
        return [
            ModelVersion((job.get("metadata") or {}).get(TUNED_MODEL) or model, _version(model), model, name_of(job))
            for model, job in made.items()
            if model in there
        ]

    def delete(self, model: ModelVersion) -> None:
        """Deletes a tuned model; deployments of it have to go first."""
        self._account.rest.delete(self._account.url(f"/models/{model.serving_id}"))

    def base(self, name: str) -> str:
        """The model's own name: deployments of it say that."""
        return name


def _version(model: str) -> str:
    """What tells models of one name apart here: the service names each `BASE.ft-ID-SUFFIX`, all of its version 1."""
    return model.rpartition(".ft-")[2][:_SHOWN]


def _checkpoint(found: Mapping[str, Any]) -> Checkpoint:
    metrics = found.get("metrics") or {}
    full, batch = number(metrics.get("full_valid_loss")), number(metrics.get("valid_loss"))
    return Checkpoint(
        step=int(found["step_number"]),
        model=str(found["fine_tuned_model_checkpoint"]),
        train_loss=number(metrics.get("train_loss")),
        validation_loss=batch if full is None else full,
    )
