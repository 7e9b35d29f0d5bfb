"""A role has to be assignable at the stack's scopes, and by the caller under the condition of its own role."""

from catalogue.roles import role
from infra.deployer import assignment_condition
from infra.roles import Grant, Principal
from operations.checks.facts import Permission
from operations.checks.roles_assignable import roles_assignable
from tests.operations.checks.conftest import SCOPE, UNSEEN, FakeFacts, planned

TUNER = "Cognitive Services OpenAI Contributor"
WRITER = "Storage Blob Data Contributor"
GUID = str(role(TUNER).guid)
ADMINISTRATOR = "Microsoft.Authorization/roleAssignments/write"


def constrained(*roles: str) -> FakeFacts:
    grants = [Grant(each, each, "s", Principal("p", "User"), "why") for each in roles]
    condition = assignment_condition(grants)
    return FakeFacts(permissions_={SCOPE: (Permission((ADMINISTRATOR,), condition=condition),)})


def test_roles_of_azure_can_be_assigned_everywhere() -> None:
    assert {each.verdict for each in roles_assignable(planned(), FakeFacts())} == {"ok"}


def test_a_role_that_can_not_be_assigned_at_that_scope_is_refused_with_where_it_can() -> None:
    facts = FakeFacts(scopes={GUID: ("/subscriptions/another",)})
    (found,) = [each for each in roles_assignable(planned(), facts) if each.verdict == "no"]
    assert TUNER in found.message
    assert "/subscriptions/another" in found.message


def test_a_role_of_this_subscription_or_group_can_be_assigned_here() -> None:
    for scope in (SCOPE, planned().group_scope.upper()):
        assert {each.verdict for each in roles_assignable(planned(), FakeFacts(scopes={GUID: (scope,)}))} == {"ok"}


def test_a_role_that_is_not_there_is_refused() -> None:
    found = list(roles_assignable(planned(), FakeFacts(scopes={GUID: ()})))
    assert "there is no role" in next(each.message for each in found if each.verdict == "no")


def test_a_role_that_the_callers_condition_leaves_out_is_refused() -> None:
    facts = constrained("AcrPull", WRITER)
    (found,) = [each for each in roles_assignable(planned(), facts) if each.verdict == "no"]
    assert found.cause == "permission"
    assert GUID in found.fix


def test_a_role_that_the_callers_condition_names_is_fine() -> None:
    assert {each.verdict for each in roles_assignable(planned(), constrained("AcrPull", TUNER, WRITER))} == {"ok"}


def test_a_condition_of_another_form_is_unknown() -> None:
    facts = FakeFacts(permissions_={SCOPE: (Permission((ADMINISTRATOR,), condition="@Request[x] BoolEquals true"),)})
    assert "unknown" in {each.verdict for each in roles_assignable(planned(), facts)}


def test_what_can_not_be_looked_up_is_unknown() -> None:
    assert "unknown" in {each.verdict for each in roles_assignable(planned(), FakeFacts(scopes={GUID: UNSEEN}))}


def test_what_only_the_first_run_gives_the_pipeline_is_not_held_against_the_pipeline() -> None:
    developer = {"object_id": "5ca1ab1e-0000-4000-8000-000000000008", "type": "Group"}
    plan = planned(github={"repository": "someone/something", "environment": "dev"}, developer=developer)
    found = list(roles_assignable(plan, constrained(TUNER, WRITER)))
    assert {each.verdict for each in found} == {"ok"}
    assert any("Role Based Access Control Administrator" in each.message for each in found)
