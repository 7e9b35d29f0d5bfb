"""Each planned write has to be allowed to the caller, where it is going to be made."""

import pytest

from operations.checks.facts import Permission, Resource
from operations.checks.permitted import ASSIGN, PURGE_ACCOUNT, PURGE_VAULT, WRITE_QUOTA, permitted
from tests.operations.checks.conftest import SCOPE, UNSEEN, FakeFacts, planned

CONTRIBUTOR = Permission(("*",), ("Microsoft.Authorization/*/Write", "Microsoft.Authorization/*/Delete"))
ALL = Permission(("*",))
GROUP = Resource("Microsoft.Resources/resourceGroups", "eastus2", "", {})


def refused(plan_journey: str = "gpt4o", *, facts: FakeFacts, **changes: object) -> dict[str, str]:
    found = permitted(planned(plan_journey, **changes), facts)
    return {each.message.split(" do ")[1].split(" at ")[0]: each.fix for each in found if each.verdict == "no"}


def test_an_owner_may_do_everything() -> None:
    for journey in ("phi3", "gpt4o", "phi3-custom", "platform"):
        assert {each.verdict for each in permitted(planned(journey), FakeFacts())} == {"ok"}


def test_a_contributor_may_not_assign_roles_and_is_told_who_may() -> None:
    found = refused(facts=FakeFacts(permissions_={SCOPE: (CONTRIBUTOR,)}))
    assert set(found) == {ASSIGN, ASSIGN.replace("/write", "/delete")}
    assert "Role Based Access Control Administrator" in found[ASSIGN]


def test_what_a_reader_may_not_do_is_all_named_with_cause_permission() -> None:
    facts = FakeFacts(permissions_={SCOPE: (Permission(("*/read",)),)})
    found = [each for each in permitted(planned(), facts) if each.verdict == "no"]
    assert {each.cause for each in found} == {"permission"}
    assert any("Microsoft.CognitiveServices/accounts/deployments/write" in each.message for each in found)
    assert any("resourceGroups/write" in each.message for each in found)


def test_in_a_group_that_is_there_the_roles_in_the_group_count() -> None:
    plan = planned(soft_deleted="recover")
    facts = FakeFacts(
        resources={plan.group_scope: GROUP},
        permissions_={plan.group_scope: (ALL,), SCOPE: (Permission(("*/read",)),)},
    )
    assert {each.verdict for each in permitted(plan, facts)} == {"ok"}


@pytest.mark.parametrize(
    ("journey", "action", "changes"),
    [
        ("gpt4o", PURGE_ACCOUNT, {"soft_deleted": "recover"}),
        ("phi3-custom", PURGE_VAULT, {"soft_deleted": "recover"}),
        ("phi3-custom", WRITE_QUOTA, {"compute": {"request_quota": False}}),
    ],
)
def test_what_counts_at_the_subscription_alone_is_asked_there_and_has_a_setting_without_it(
    journey: str, action: str, changes: dict[str, object]
) -> None:
    group = planned(journey).group_scope
    facts = FakeFacts(resources={group: GROUP}, permissions_={group: (ALL,), SCOPE: (Permission(("*/read",)),)})
    assert action in refused(journey, facts=facts)
    assert action not in refused(journey, facts=facts, **changes)


def test_what_can_not_be_looked_up_is_unknown() -> None:
    found = list(permitted(planned(), FakeFacts(permissions_={SCOPE: UNSEEN})))
    assert {each.verdict for each in found} == {"unknown"}
    plan = planned()
    assert [each.verdict for each in permitted(plan, FakeFacts(resources={plan.group_scope: UNSEEN}))] == ["unknown"]


def test_what_is_allowed_under_a_condition_is_unknown() -> None:
    facts = FakeFacts(permissions_={SCOPE: (Permission(("*",), condition="@Resource[x] StringEquals 'y'"),)})
    assert "unknown" in {each.verdict for each in permitted(planned(), facts)}
