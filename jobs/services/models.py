"""Tuned models with where they are deployed; one that is deployed isn't deleted unawares."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import CloudError, RefusedError, UsageError
from jobs.domain.job import ModelVersion
from jobs.ports import Cloud
from jobs.services.deploy import withdraw


@dataclass(frozen=True)
class TunedModel:
    """A version of a tuned model, and what serves it now."""

    version: ModelVersion
    deployed: tuple[Endpoint, ...]


def tuned_models(cloud: Cloud) -> list[TunedModel]:
    """All tuned models of one part of a stack, in order of names and versions."""
    there = cloud.endpoints.list()
    found = [TunedModel(one, tuple(each for each in there if _serves(each, one))) for one in cloud.models.list()]
    return sorted(found, key=lambda one: (one.version.name, _order(one.version.version)))


def choose_version(models: Sequence[TunedModel], name: str, version: str | None) -> TunedModel:
    """The version that is meant.

    Raises:
        CloudError: there is none.
        UsageError: there are several, and none was named.
    """
    found = [one for one in models if one.version.name == name and version in (None, one.version.version)]
    if not found:
        which = f" version {version}" if version else ""
        raise CloudError(f"there is no tuned model {name}{which}", fix="tunestack models list --stack STACK shows all.")
    if len(found) > 1:
        versions = ", ".join(one.version.version for one in found)
        raise UsageError(f"model {name} has the versions {versions}", fix="Say which: --version VERSION.")
    return found[0]


def delete_model(cloud: Cloud, model: TunedModel, *, with_deployments: bool = False) -> None:
    """Deletes a model; its deployments first where that is asked for.

    Raises:
        RefusedError: it is deployed; with where.
    """
    if model.deployed and not with_deployments:
        where = ", ".join(one.label for one in model.deployed)
        raise RefusedError(
            f"model {model.version.name} version {model.version.version} is deployed: {where}",
            fix="--with-deployments deletes these first; or tunestack deployments delete NAME.",
        )
    for one in model.deployed:
        withdraw(cloud, one)
    cloud.models.delete(model.version)


def _serves(endpoint: Endpoint, model: ModelVersion) -> bool:
    """By the model's id, or by the job: what is deployed may be a checkpoint of it."""
    same = endpoint.model_id.lower() == model.serving_id.lower()
    return same or bool(model.job and endpoint.tags.get("job") == model.job)


def _order(version: str) -> tuple[int, str]:
    return (int(version), "") if version.isdecimal() else (0, version)
