"""Names that are unique in the world have to be free, or the stack's own."""

from operations.checks.facts import Deleted, NameAnswer
from operations.checks.names_free import names_free
from tests.operations.checks.conftest import UNSEEN, FakeFacts, planned

TAKEN = NameAnswer(free=False, message="AlreadyExists")


def test_free_names_are_fine() -> None:
    for journey, number in (("phi3", 4), ("gpt4o", 2), ("phi3-custom", 3), ("platform", 4)):
        assert [each.verdict for each in names_free(planned(journey), FakeFacts())] == ["ok"] * number


def test_a_taken_name_is_refused_with_the_setting_that_changes_it() -> None:
    found = list(names_free(planned("phi3"), FakeFacts(names={"storage_account": TAKEN})))
    (refused,) = [each for each in found if each.verdict == "no"]
    assert refused.setting == "name_prefix"
    assert planned("phi3").names.storage_account in refused.message


def test_a_name_that_the_stack_has_already_is_its_own() -> None:
    plan = planned()
    own = frozenset({plan.account_id.lower()})
    found = names_free(plan, FakeFacts(names={"ai_services": TAKEN}, ids=own))
    assert {each.verdict for each in found} == {"ok"}


def test_a_name_that_a_deleted_twin_holds_is_left_to_the_check_of_those() -> None:
    facts = FakeFacts(names={"ai_services": TAKEN}, twins={"account": Deleted(purge_protected=False, purged_on="")})
    (storage,) = names_free(planned(), facts)
    assert planned().names.storage_account in storage.message


def test_what_is_there_already_needs_no_name() -> None:
    theirs = f"{planned().subscription_scope}/resourceGroups/g/providers"
    account = f"{theirs}/Microsoft.CognitiveServices/accounts/a"
    storage = f"{theirs}/Microsoft.Storage/storageAccounts/s"
    assert not list(names_free(planned(existing={"ai_services": account, "storage_account": storage}), FakeFacts()))


def test_what_can_not_be_looked_up_is_unknown() -> None:
    facts = FakeFacts(names={"ai_services": UNSEEN, "storage_account": UNSEEN})
    assert [each.verdict for each in names_free(planned(), facts)] == ["unknown", "unknown"]
