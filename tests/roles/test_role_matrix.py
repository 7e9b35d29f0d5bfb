"""Each step of each journey works with the grants of its stack, and fails without any one of those that it needs."""

from collections.abc import Iterator

import pytest

from tests.roles.declared import Granted, Stack, stack_of
from tests.roles.rights import Rights
from tests.roles.steps import Step, step_names, steps_of

JOURNEYS = ["phi3", "gpt4o", "phi3-custom", "platform"]
STEPS = [(journey, name) for journey in JOURNEYS for name in step_names(journey)]


@pytest.fixture(scope="module")
def rights_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Rights]]:
    """The rights of each stack."""
    made = {}
    for journey in JOURNEYS:
        made[journey] = Rights(tmp_path_factory.mktemp(journey))
        for granted in stack_of(journey).grants:
            made[journey].give(granted)
    yield made
    for rights in made.values():
        rights.close()


def step(journey: str, name: str) -> Step:
    return next(each for each in steps_of(journey, stack_of(journey)) if each.name == name)


@pytest.mark.parametrize(("journey", "name"), STEPS)
def test_a_step_works_as_the_identity_that_does_it(journey: str, name: str, rights_of: dict[str, Rights]) -> None:
    done = step(journey, name)
    assert rights_of[journey].allow(done.principal_id, done.asks)


@pytest.mark.parametrize(("journey", "name"), STEPS)
def test_a_step_fails_without_any_one_of_its_roles(journey: str, name: str, rights_of: dict[str, Rights]) -> None:
    done = step(journey, name)
    assert rights_of[journey].needed(done.principal_id, done.asks, stack_of(journey).grants) == done.grants


@pytest.mark.parametrize("journey", JOURNEYS)
def test_each_grant_of_a_stack_is_needed_by_a_step(journey: str) -> None:
    stack = stack_of(journey)
    needed = {name for each in steps_of(journey, stack) for name in each.grants}
    assert {each.name for each in _of_others_than_the_deployer(stack)} == needed


@pytest.mark.parametrize(
    ("journey", "name"),
    [
        ("phi3", "submit a job"),
        ("phi3-custom", "submit a job"),
        ("phi3-custom", "make an endpoint that acts as the endpoint's identity"),
        ("gpt4o", "deploy a tuned model of OpenAI"),
    ],
)
def test_nobody_else_of_the_stack_can_do_a_developers_step(
    journey: str, name: str, rights_of: dict[str, Rights]
) -> None:
    done = step(journey, name)
    others = {each.principal_id for each in stack_of(journey).grants if not each.name.startswith("deployer-")}
    allowed = {each for each in others if rights_of[journey].allow(each, done.asks)}
    # The workspace's own identity administers it, as the service wants; no job, endpoint or caller does.
    assert allowed - {done.principal_id} <= {_identity(journey)}


def _of_others_than_the_deployer(stack: Stack) -> list[Granted]:
    return [each for each in stack.grants if not each.name.startswith("deployer-")]


def _identity(journey: str) -> str:
    grants = stack_of(journey).grants
    return next((each.principal_id for each in grants if each.name == "identity-azure-ai-administrator"), "")
