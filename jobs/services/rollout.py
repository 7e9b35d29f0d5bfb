"""Blue/green: a new version beside the live one, tested without traffic, then given it step by step, or taken back."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from jobs.domain.endpoint import Endpoint, EndpointSpec
from jobs.domain.errors import CloudError, TunestackError
from jobs.domain.evaluation.answers import Question
from jobs.domain.recipe import Recipe
from jobs.domain.traffic import ALL, free_colour, live, moved, told
from jobs.ports import Cloud, Traffic
from jobs.services.smoke_test import smoke_test

Tell = Callable[[str], None]


def stage(
    cloud: Cloud, traffic: Traffic, spec: EndpointSpec, recipe: Recipe, questions: Sequence[Question], tell: Tell
) -> Endpoint:
    """Brings a model to the free colour of its endpoint, without traffic, and asks it a few questions.

    A deployment of the same model that serves already is taken as it is.

    Raises:
        TunestackError: it couldn't be deployed, or doesn't answer. It is deleted again, and what was live goes on.
    """
    there = _behind(cloud, spec.name)
    same = next((one for one in there if one.serves and one.model_id.lower() == spec.model_id.lower()), None)
    if same is not None:
        return same
    colour = free_colour(there)
    if any(one.deployment == colour for one in there):
        tell(f"{spec.name}: deleting the unused deployment {colour}")
        traffic.withdraw(spec.name, colour)
    tell(f"{spec.name}: deploying to {colour}, without traffic")
    try:
        made = cloud.endpoints.create(replace(spec, deployment=colour))
        smoke_test(cloud.chat, made, recipe, questions)
    except TunestackError as error:
        raise _taken_back(cloud, traffic, spec.name, colour, error) from error
    return made


def release(
    cloud: Cloud, traffic: Traffic, recipe: Recipe, new: Endpoint, questions: Sequence[Question], tell: Tell
) -> None:
    """Moves an endpoint's requests to a deployment in the recipe's steps, then deletes what was there before.

    After each step the endpoint is asked as its users ask it.

    Raises:
        TunestackError: too much went unanswered. Requests go to the old deployment again, the new one is deleted.
    """
    there = _behind(cloud, new.name)
    old = live([one for one in there if one.deployment != new.deployment])
    reached = next((one.traffic for one in there if one.deployment == new.deployment), 0)
    steps = [share for share in recipe.deployment.steps if share > reached] if old else [ALL] if reached < ALL else []
    for share in steps:
        shares = moved(new.deployment, share, old.deployment if old else None)
        tell(f"{new.name}: {told(shares)}")
        traffic.route(new.name, shares)
        try:
            smoke_test(cloud.chat, new.as_users_ask(), recipe, questions)
        except TunestackError as error:
            raise _taken_back(cloud, traffic, new.name, new.deployment, error) from error
    if not recipe.deployment.keep_old:
        for one in there:
            if one.deployment != new.deployment:
                tell(f"{new.name}: deleting the deployment before it, {one.deployment}")
                traffic.withdraw(new.name, one.deployment)


def take_back(cloud: Cloud, traffic: Traffic, endpoint: str, deployment: str) -> Endpoint | None:
    """Deletes a deployment; its requests go to another, and without another the whole endpoint is deleted.

    Returns:
        The deployment that is live now; none where the endpoint is gone.
    """
    there = _behind(cloud, endpoint)
    others = [one for one in there if one.deployment != deployment and one.serves]
    if not others:
        cloud.endpoints.delete(endpoint)
        return None
    staying = live(others) or others[0]
    if staying.traffic < ALL:
        traffic.route(endpoint, {staying.deployment: ALL})
    traffic.withdraw(endpoint, deployment)
    return staying


def _taken_back(
    cloud: Cloud, traffic: Traffic, endpoint: str, deployment: str, error: TunestackError
) -> TunestackError:
    """The error with what became of the deployment; where it can't be deleted, how to do that."""
    try:
        staying = take_back(cloud, traffic, endpoint, deployment)
    except TunestackError as stuck:
        return CloudError(
            f"{error}; and {endpoint}/{deployment} can't be deleted, which is paid for: {stuck}",
            fix=f"tunestack deployments delete {endpoint}/{deployment} --stack STACK",
        )
    what = (
        f"rolled back: {deployment} is deleted, {staying.deployment} serves all" if staying else "it is deleted again"
    )
    return type(error)(f"{error} ({what})", fix=error.fix)


def _behind(cloud: Cloud, name: str) -> list[Endpoint]:
    return [one for one in cloud.endpoints.list() if one.name == name]
