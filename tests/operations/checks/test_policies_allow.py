"""A policy that refuses the region or the tags is told; one that looks at more is unknown."""

from operations.checks.facts import PolicyRefusal
from operations.checks.policies_allow import policies_allow
from tests.operations.checks.conftest import UNSEEN, FakeFacts, planned

REGION = PolicyRefusal("/policies/regions", ("type", "location"), by_what_was_sent=True)
OTHER = PolicyRefusal("/policies/access", ("type", "properties.publicNetworkAccess"), by_what_was_sent=False)


def test_where_no_policy_refuses_what_is_sent_the_rest_is_unknown() -> None:
    assert [each.verdict for each in policies_allow(planned(), FakeFacts())] == ["ok", "unknown"]


def test_a_policy_that_refuses_the_region_is_named_with_the_setting() -> None:
    found = [each for each in policies_allow(planned(), FakeFacts(refusals=(REGION,))) if each.verdict == "no"]
    assert found
    assert {(each.cause, each.setting) for each in found} == {("policy", "location")}
    assert "/policies/regions refuses Microsoft.CognitiveServices/accounts" in " ".join(each.message for each in found)


def test_a_policy_that_looks_at_what_is_not_sent_is_unknown() -> None:
    found = list(policies_allow(planned(), FakeFacts(refusals=(OTHER,))))
    assert {each.verdict for each in found} == {"unknown"}
    assert "properties.publicNetworkAccess" in found[0].message


def test_what_can_not_be_looked_up_is_unknown_once() -> None:
    assert [each.verdict for each in policies_allow(planned(), FakeFacts(refusals=UNSEEN))] == ["unknown"]
