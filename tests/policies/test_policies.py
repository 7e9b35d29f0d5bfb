"""Each policy flags a real stack that somebody changed for the worse, and lets every shipped stack pass."""

from collections import Counter

import pytest

from policies.evaluation import Violation
from policies.pack import FOLDER, policies
from policies.resources import Stack
from tests.policies.changes import Mutation
from tests.policies.declaring import SHIPPED, Shipped, shipped
from tests.policies.mutations import MUTATIONS

COUNTS = Counter(each.policy for each in MUTATIONS)
BY_SETTING = {"network-private-profile"}


@pytest.fixture(scope="module")
def platform() -> Shipped:
    """The stack with something of everything, as strict as it gets."""
    return shipped("platform-prod")


def names(violations: list[Violation]) -> set[str]:
    return {each.policy.name for each in violations}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_stack_passes_every_policy(name: str) -> None:
    found = [f"{each.policy.name} ({each.level}): {each.message}" for each in shipped(name).violations()]
    assert found == []


@pytest.mark.parametrize("name", SHIPPED)
def test_no_shipped_stack_has_exceptions_of_its_own(name: str) -> None:
    assert [key for key in shipped(name).configuration if key.startswith("policies:")] == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[f"{each.policy}-{index}" for index, each in enumerate(MUTATIONS)])
def test_a_change_for_the_worse_is_flagged(platform: Shipped, mutation: Mutation) -> None:
    found = platform.violations(mutation.change(platform.stack))
    assert names(found) == {mutation.policy, *mutation.also}
    ours = [each for each in found if each.policy.name == mutation.policy]
    assert {each.level for each in ours} == {"mandatory"}
    assert any(mutation.says in each.message for each in ours), [each.message for each in ours]
    assert all(each.message.endswith(each.policy.fix) for each in ours)


def test_each_policy_has_a_change_that_it_flags() -> None:
    assert {each.name for each in policies()} - set(COUNTS) == BY_SETTING
    assert set(COUNTS) <= {each.name for each in policies()}


def test_a_policy_is_named_after_its_file_and_says_why_and_what_to_do() -> None:
    for policy in policies():
        folder, _, file = _parts(policy.name)
        assert (FOLDER / folder / f"{file}.py").is_file(), policy.name
        assert policy.summary.endswith("."), policy.name
        assert policy.reason.endswith("."), policy.name
        assert policy.fix
        assert (policy.check is None) is not (policy.check_stack is None), policy.name


def test_there_are_at_least_thirty_and_none_twice() -> None:
    assert len(policies()) >= 30
    assert max(Counter(each.name for each in policies()).values()) == 1


def test_a_stack_without_resources_has_no_violations_of_policies_about_resources(platform: Shipped) -> None:
    found = platform.violations(Stack(()))
    assert names(found) == {"protection-budget"}


def _parts(name: str) -> tuple[str, str, str]:
    folder = next(each.name for each in FOLDER.iterdir() if name.startswith(f"{each.name.replace('_', '-')}-"))
    return folder, "-", name[len(folder) + 1 :].replace("-", "_")
