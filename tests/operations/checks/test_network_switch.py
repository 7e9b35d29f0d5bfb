"""A closed network is not opened again, since the workspace and its runs would be lost, unless that is meant."""

from operations.checks.facts import Resource
from operations.checks.finding import Finding
from operations.checks.network_switch import network_switch
from operations.checks.plan import Plan
from tests.operations.checks.conftest import UNSEEN, FakeFacts, planned


def workspace_of(plan: Plan) -> str:
    return f"{plan.group_scope}/providers/Microsoft.MachineLearningServices/workspaces/{plan.names.workspace}"


def found(present: str | None, **network: object) -> Finding:
    plan = planned("phi3-custom", network=network)
    managed = {"managedNetwork": {"isolationMode": present}} if present else {}
    there = {workspace_of(plan): Resource("", "eastus2", "Default", managed)}
    (one,) = network_switch(plan, FakeFacts(resources=there))
    return one


def test_a_workspace_that_is_not_there_yet_is_fine() -> None:
    assert [each.verdict for each in network_switch(planned("phi3-custom"), FakeFacts())] == ["ok"]


def test_closing_is_fine_and_so_is_staying() -> None:
    assert found(None, profile="private").verdict == "ok"
    assert found("AllowInternetOutbound", profile="private").verdict == "ok"
    assert found("AllowOnlyApprovedOutbound", profile="private").verdict == "ok"
    assert found("Disabled").verdict == "ok"


def test_a_switch_that_would_lose_data_is_refused_with_the_setting() -> None:
    one = found("AllowOnlyApprovedOutbound")
    assert (one.verdict, one.setting) == ("no", "network.profile")
    assert "network.allow_replace" in one.fix
    assert found("AllowOnlyApprovedOutbound", profile="private", isolation="AllowInternetOutbound").verdict == "no"


def test_a_switch_that_is_meant_says_what_is_lost() -> None:
    one = found("AllowInternetOutbound", allow_replace=True)
    assert (one.verdict, "loses its runs" in one.fix) == ("unknown", True)


def test_what_can_not_be_looked_up_is_unknown() -> None:
    plan = planned("phi3-custom")
    one = next(iter(network_switch(plan, FakeFacts(resources={workspace_of(plan): UNSEEN}))))
    assert one.verdict == "unknown"
    assert found("SomethingNew").verdict == "unknown"
