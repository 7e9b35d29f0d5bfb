"""Commitment plans name what is hosted, planned and committed to."""

from tests.local_azure.running import LocalAzure

PLAN = {"properties": {"hostingModel": "Web", "planType": "TA", "current": {"tier": "T1"}}}


def test_a_plan_has_the_period_it_is_in(local_azure: LocalAzure, account: str) -> None:
    path = f"{account}/commitmentPlans/plan"
    made = local_azure.put(path, PLAN)["properties"]
    assert made["current"]["startDate"].endswith("Z")
    assert local_azure.put(path, {**PLAN, "tags": {"a": "b"}})["properties"] == made


def test_a_plan_without_hosting_model_or_tier_is_refused(local_azure: LocalAzure, account: str) -> None:
    for wrong in ({"hostingModel": "Cloud"}, {"planType": ""}, {"current": {}}):
        sent = {"properties": PLAN["properties"] | wrong}
        assert local_azure.call("PUT", f"{account}/commitmentPlans/plan", sent).status_code == 400
