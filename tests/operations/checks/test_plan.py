"""What the checks take for planned is what the stacks declare: types, providers and roles."""

from functools import cache

import pytest

from catalogue.resource_types import by_token
from catalogue.roles import roles
from operations.checks.plan import Plan
from operations.checks.planned_roles import pipeline_roles, planned_roles
from stacks.configuration import read_settings
from tests.operations.checks.conftest import TODAY
from tests.stacks.conftest import CONFIGURATION, SETTINGS_OF, Declared, declare

ALWAYS_REGISTERED = {"Microsoft.Resources", "Microsoft.Authorization", "Microsoft.Consumption"}
PRIVATE = {"tunestack:network": '{"profile": "private"}'}
PIPELINE = {
    "tunestack:github": '{"repository": "someone/something", "environment": "prod"}',
    "tunestack:developer": '{"object_id": "5ca1ab1e-0000-4000-8000-00000000000b"}',
}
KEPT = {
    "tunestack:alerts": '{"emails": ["someone@example.com"]}',
    "tunestack:protect": "true",
    "tunestack:soft_deleted": "recover",
    "tunestack:budget": '{"amount": 5, "start": "2026-11-01", "emails": ["someone@example.com"]}',
    "tunestack:caller": '{"object_id": "5ca1ab1e-0000-4000-8000-000000000009"}',
}
CASES = [
    ("phi3", {}),
    ("gpt4o", {**PRIVATE, **PIPELINE, **KEPT}),
    ("phi3-custom", {**PRIVATE, **PIPELINE}),
    ("platform", KEPT),
]


def plan_and_program(journey: str, changes: dict[str, str]) -> tuple[Plan, Declared]:
    return _plan_and_program(journey, tuple(changes.items()))


@cache
def _plan_and_program(journey: str, items: tuple[tuple[str, str], ...]) -> tuple[Plan, Declared]:
    changes = dict(items)
    configuration = {**CONFIGURATION, "tunestack:journey": journey, **SETTINGS_OF[journey], **changes}
    return Plan(read_settings(configuration), f"{journey}-dev", TODAY), declare(changes, journey)


@pytest.mark.parametrize(("journey", "changes"), CASES, ids=[journey for journey, _ in CASES])
def test_the_plan_names_what_the_program_declares(journey: str, changes: dict[str, str]) -> None:
    plan, declared = plan_and_program(journey, changes)
    azure = [each for each in declared.resources if each.token.startswith("azure-native:")]
    types = {by_token(each.token).type for each in azure}
    # Made within their parents' own writes, or looked at apart: the group, and a storage account's blob service.
    apart = {"Microsoft.Resources/resourceGroups", "Microsoft.Storage/storageAccounts/blobServices"}
    assert types - apart <= set(plan.types)
    assert set(plan.types) - types <= {"Microsoft.Network/virtualNetworks/subnets"}
    assert {each.split("/")[0] for each in types} - ALWAYS_REGISTERED <= set(plan.namespaces)


@pytest.mark.parametrize(("journey", "changes"), CASES, ids=[journey for journey, _ in CASES])
def test_the_plan_names_the_roles_that_the_program_assigns(journey: str, changes: dict[str, str]) -> None:
    plan, declared = plan_and_program(journey, changes)
    names = {str(role.guid): name for name, role in roles().items()}
    assignments = declared.all("azure-native:authorization:RoleAssignment").values()
    given = {names[each["roleDefinitionId"].rsplit("/", 1)[1]] for each in assignments}
    assert given == {*planned_roles(plan), *pipeline_roles(plan)}


def test_names_and_ids_are_those_of_the_program() -> None:
    plan, declared = plan_and_program(*CASES[1])
    account = declared.one("azure-native:cognitiveservices:Account")
    assert plan.account_id.endswith(f"/accounts/{account['accountName']}")
    deployment = declared.one("azure-native:cognitiveservices:Deployment")
    assert plan.deployment_id.endswith(f"/deployments/{deployment['deploymentName']}")
    assert declared.one("azure-native:resources:ResourceGroup")["resourceGroupName"] == plan.group_name
