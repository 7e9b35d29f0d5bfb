"""Tuned and base model on serverless endpoints of their own, found again where they are."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from jobs.domain.endpoint import Endpoint, EndpointSpec, endpoint_name
from jobs.domain.errors import CloudError
from jobs.domain.recipe import Recipe
from jobs.domain.stack import StackOutputs
from jobs.ports import Cloud

SUCCEEDED = "Succeeded"


@dataclass(frozen=True)
class Endpoints:
    """Where the two models answer."""

    base: Endpoint
    tuned: Endpoint


def deploy(cloud: Cloud, stack: StackOutputs, recipe: Recipe, job: str, tags: Mapping[str, str]) -> Endpoints:
    """Serves what a finished job made, and the model it began with, side by side; both at once.

    Azure has no way to ask a tuned model of its hosted methods anything before it is deployed: judging comes after.

    Raises:
        CloudError: the job registered no model, or an endpoint couldn't be provisioned.
    """
    version = cloud.models.made_by(job, recipe.tuned_model)
    if version is None:
        raise CloudError(
            f"job {job} registered no model {recipe.tuned_model}", fix="Look at its log: tunestack runs show."
        )
    there = cloud.endpoints.list()
    with ThreadPoolExecutor(max_workers=2) as both:
        base, tuned = both.map(
            lambda asked: _ensure(cloud, there, asked),
            [
                _spec(stack, recipe, recipe.model, cloud.models.base(recipe.model), tags),
                _spec(stack, recipe, recipe.tuned_model, version.serving_id, {**tags, "job": job}),
            ],
        )
    return Endpoints(base, tuned)


def deployed(cloud: Cloud, recipe: Recipe, job: str) -> dict[str, Endpoint]:
    """The endpoints that serve a job's models now, by role (`base`, `tuned`); without those that aren't there."""
    version = cloud.models.made_by(job, recipe.tuned_model)
    wanted = {"base": cloud.models.base(recipe.model), "tuned": version.serving_id if version else ""}
    by_model = {one.model_id.lower(): one for one in cloud.endpoints.list() if one.state == SUCCEEDED}
    return {role: by_model[model.lower()] for role, model in wanted.items() if model.lower() in by_model}


def withdraw(cloud: Cloud, endpoint: Endpoint) -> None:
    """Takes a model out of service again; the model itself stays registered."""
    cloud.endpoints.delete(endpoint.name)


def _spec(stack: StackOutputs, recipe: Recipe, label: str, model_id: str, tags: Mapping[str, str]) -> EndpointSpec:
    name = endpoint_name(label, stack.workspace_path, model_id)
    return EndpointSpec(name, stack.location, model_id, recipe.deployment.content_safety, tags)


def _ensure(cloud: Cloud, there: list[Endpoint], asked: EndpointSpec) -> Endpoint:
    """Azure allows one deployment of a model in a project, so one that is there is taken, whatever its name."""
    found = next((one for one in there if one.model_id.lower() == asked.model_id.lower()), None)
    if found is None:
        return cloud.endpoints.create(asked)
    if found.state == SUCCEEDED and found.content_safety == asked.content_safety:
        return found
    tags = {**found.tags, **asked.tags}
    return cloud.endpoints.create(EndpointSpec(found.name, asked.location, found.model_id, asked.content_safety, tags))
