"""Tuned and base model deployed side by side, found again where they are."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from jobs.domain.endpoint import Endpoint, EndpointSpec, endpoint_name, name_for_versions
from jobs.domain.errors import CloudError
from jobs.domain.evaluation.answers import Question
from jobs.domain.evaluation.checkpoints import best_checkpoint
from jobs.domain.hosting import hosting_notes
from jobs.domain.recipe import Recipe
from jobs.domain.stack import StackOutputs
from jobs.ports import Cloud
from jobs.services.rollout import release, stage, take_back

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Endpoints:
    """Where the two models answer; both on one deployment where that answers for both."""

    base: Endpoint
    tuned: Endpoint


def deploy(
    cloud: Cloud,
    stack: StackOutputs,
    recipe: Recipe,
    job: str,
    *,
    tags: Mapping[str, str],
    questions: Sequence[Question],
    tell: Tell,
) -> Endpoints:
    """Serves what a finished job made, and the model it began with.

    Models of hosted methods get an endpoint each, both made at once: Azure can't ask a tuned one anything before it is
    deployed, judging comes after. One's own go to the free colour of their endpoint, get no traffic until `go_live`,
    and answer for their base too.

    Raises:
        CloudError: the job registered no model, or it couldn't be deployed, or doesn't answer.
    """
    model_id = _served(cloud, recipe, job)
    if not model_id:
        raise CloudError(
            f"job {job} registered no model {recipe.tuned_model}", fix="Look at its log: tunestack runs show."
        )
    base_id = cloud.models.base(recipe.model)
    tuned = _spec(stack, recipe, recipe.tuned_model, model_id, {**tags, "job": job})
    if cloud.traffic is not None:
        tuned = _behind_one_name(stack, recipe, tuned)
        staged = stage(cloud, cloud.traffic, tuned, recipe, questions, tell)
        endpoints = Endpoints(staged.for_base(base_id), staged)
    else:
        there = cloud.endpoints.list()
        base = _spec(stack, recipe, recipe.model, base_id, tags)
        base = replace(base, sku=stack.base_sku) if recipe.method == "openai" else base
        with ThreadPoolExecutor(max_workers=2) as both:
            endpoints = Endpoints(*both.map(lambda asked: _ensure(cloud, there, asked), [base, tuned]))
    for note in hosting_notes(recipe.method, endpoints.tuned):
        tell(note)
    return endpoints


def go_live(cloud: Cloud, recipe: Recipe, tuned: Endpoint, questions: Sequence[Question], tell: Tell) -> None:
    """Gives a deployed model the requests of its endpoint; those with an endpoint of their own have them already.

    Raises:
        TunestackError: too much went unanswered on the way; what was live before is live again.
    """
    if cloud.traffic is not None:
        release(cloud, cloud.traffic, recipe, tuned, questions, tell)


def deployed(cloud: Cloud, recipe: Recipe, job: str) -> dict[str, Endpoint]:
    """The endpoints that serve a job's models now, by role (`base`, `tuned`); without those that aren't there."""
    wanted = {"base": cloud.models.base(recipe.model), "tuned": _served(cloud, recipe, job)}
    by_model = {one.model_id.lower(): one for one in cloud.endpoints.list() if one.serves}
    found = {role: by_model[model.lower()] for role, model in wanted.items() if model.lower() in by_model}
    if cloud.traffic is not None and "tuned" in found:
        found["base"] = found["tuned"].for_base(wanted["base"])
    return found


def require_deployed(cloud: Cloud, recipe: Recipe, job: str) -> Endpoints:
    """The endpoints that serve a job's models now; deploys nothing.

    Raises:
        CloudError: one of the two models isn't deployed.
    """
    found = deployed(cloud, recipe, job)
    missing = [role for role in ("base", "tuned") if role not in found]
    if missing:
        raise CloudError(
            f"the {' and '.join(missing)} model of {job} isn't deployed", fix="tunestack deploy does that."
        )
    return Endpoints(found["base"], found["tuned"])


def withdraw(cloud: Cloud, endpoint: Endpoint) -> None:
    """Takes a model out of service again, and what was live beside it stays; the model itself stays registered."""
    if cloud.traffic is not None and endpoint.deployment:
        take_back(cloud, cloud.traffic, endpoint.name, endpoint.deployment)
    else:
        cloud.endpoints.delete(endpoint.name)


def _served(cloud: Cloud, recipe: Recipe, job: str) -> str:
    """The id of what a job made: its best checkpoint, which may be the model that it ended with; empty without any."""
    version = cloud.models.made_by(job, recipe.tuned_model)
    if version is None:
        return ""
    checkpoints = cloud.models.checkpoints(job)
    best = best_checkpoint(checkpoints)
    is_last = best is None or best.step == max(one.step for one in checkpoints)
    return version.serving_id if best is None or is_last else best.model


def _spec(stack: StackOutputs, recipe: Recipe, label: str, model_id: str, tags: Mapping[str, str]) -> EndpointSpec:
    chosen = recipe.deployment
    name = endpoint_name(label, stack.workspace_path, model_id)
    spec = EndpointSpec(name, stack.location, model_id, chosen.content_safety, tags)
    return replace(spec, sku=chosen.sku, capacity=chosen.capacity) if recipe.method == "openai" else spec


def _behind_one_name(stack: StackOutputs, recipe: Recipe, spec: EndpointSpec) -> EndpointSpec:
    """Every version of a model is behind the same endpoint, on the recipe's machines or those of the stack."""
    name = name_for_versions(recipe.tuned_model, stack.workspace_path)
    machines = recipe.deployment.instance_type or stack.serving_sku
    return replace(spec, name=name, sku=machines, capacity=recipe.deployment.instance_count)


def _ensure(cloud: Cloud, there: list[Endpoint], asked: EndpointSpec) -> Endpoint:
    """Azure allows one deployment of a model in a project, so one that is there is taken, whatever its name."""
    found = next((one for one in there if one.model_id.lower() == asked.model_id.lower()), None)
    if found is None:
        return cloud.endpoints.create(asked)
    if found.serves and found.content_safety == asked.content_safety:
        return found
    return cloud.endpoints.create(replace(asked, name=found.name, tags={**found.tags, **asked.tags}))
