"""Microsoft.Quota: what there is, requests for more, and what becomes of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.options import Options
from tests.local_azure.running import HeldClock, LocalAzure

FAMILY = "standardNCADSA100v4Family"
SCOPE = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.MachineLearningServices/locations/eastus2/providers/Microsoft.Quota"
QUOTA = f"{SCOPE}/quotas/{FAMILY}"


def asking(value: object = 24, name: str = FAMILY) -> dict[str, Any]:
    limit = {"limitObjectType": "LimitValue", "value": value}
    return {"properties": {"limit": limit, "name": {"value": name}, "resourceType": "dedicated"}}


def present(azure: LocalAzure, path: str = QUOTA) -> int:
    return int(azure.call("GET", path).raise_for_status().json()["properties"]["limit"]["value"])


def outcome(azure: LocalAzure, body: dict[str, Any]) -> dict[str, Any]:
    answer = azure.call("PUT", QUOTA, body)
    assert answer.status_code == 202
    return dict(azure.call("GET", answer.json()["id"]).json()["properties"])


def options(**chosen: Any) -> Options:  # noqa: ANN401 -- as the model takes them
    return Options(weights="tiny-random", retry_after_ms=10, **chosen)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def slow(tmp_path: Path, clock: HeldClock) -> Iterator[LocalAzure]:
    """A local Azure that takes a minute over a request for quota."""
    with LocalAzure(tmp_path, clock=clock, options=options(quota_seconds=60)) as running:
        yield running


def test_a_request_is_decided_after_a_while_and_then_counts(slow: LocalAzure, clock: HeldClock) -> None:
    assert present(slow) == 0
    answer = slow.call("PUT", QUOTA, asking())
    body = answer.json()
    assert answer.status_code == 202
    assert body["name"] == FAMILY.upper()
    assert body["properties"]["provisioningState"] == "InProgress"
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Location"] == answer.headers["Azure-AsyncOperation"]
    assert "/operationsStatus/" in answer.headers["Location"]
    waiting = slow.call("GET", answer.headers["Location"])
    assert (waiting.status_code, waiting.json()["status"], present(slow)) == (202, "InProgress", 0)
    clock.advance(seconds=61)
    done = slow.call("GET", answer.headers["Location"])
    assert (done.status_code, done.json()["status"], present(slow)) == (200, "Succeeded", 24)
    assert done.headers["Location"].split("?")[0].endswith(body["id"])
    assert slow.call("GET", body["id"]).json()["properties"]["provisioningState"] == "Succeeded"


def test_a_grant_is_for_its_region_and_provider_alone_and_survives_a_restart(tmp_path: Path) -> None:
    with LocalAzure(tmp_path, options=options()) as first:
        assert outcome(first, asking())["provisioningState"] == "Succeeded"
    with LocalAzure(tmp_path, options=options()) as second:
        assert present(second, f"{SCOPE}/quotas/{FAMILY.upper()}") == 24
        assert present(second, QUOTA.replace("eastus2", "westus3")) == 0
        assert present(second, QUOTA.replace("MachineLearningServices", "Compute")) == 0


def test_requests_are_listed(tmp_path: Path) -> None:
    with LocalAzure(tmp_path, options=options(quota_decision="escalated")) as azure:
        outcome(azure, asking())
        (listed,) = azure.call("GET", f"{SCOPE}/quotaRequests").json()["value"]
        assert listed["properties"]["value"][0]["limit"]["value"] == 24
        assert azure.call("GET", f"{SCOPE}/quotaRequests/{'0' * 8}").status_code == 404


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"quota_decision": "escalated"}, "ContactSupport"),
        ({"quota_decision": "refused"}, "QuotaNotAvailableForResource"),
        ({"quota_decisions": {"StandardNCADSA100v4Family": "escalated"}}, "ContactSupport"),
        ({"offer": "benefit"}, "QuotaNotAvailableForResource"),
        ({"core_quota": {"StandardNCADSA100v4Family": 24}}, "QuotaReductionNotSupported"),
    ],
)
def test_what_is_not_granted_says_why(tmp_path: Path, chosen: dict[str, Any], code: str) -> None:
    with LocalAzure(tmp_path, options=options(**chosen)) as azure:
        before = present(azure)
        ended = outcome(azure, asking())
        assert (ended["provisioningState"], ended["error"]["code"]) == ("Failed", code)
        assert present(azure) == before


def test_other_families_are_granted_while_one_is_escalated(tmp_path: Path) -> None:
    with LocalAzure(tmp_path, options=options(quota_decisions={FAMILY: "escalated"})) as azure:
        other = f"{SCOPE}/quotas/standardNCASv3_T4Family"
        azure.finish(azure.call("PATCH", other, asking(name="standardNCASv3_T4Family")))
        assert present(azure, other) == 24


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        (f"{SCOPE}/quotas/standardZFamily", asking(name="standardZFamily"), "InvalidResourceName"),
        (QUOTA, asking(name="standardESv3Family"), "InvalidResourceName"),
        (QUOTA, asking("many"), "InvalidRequestContent"),
        (QUOTA, {}, "InvalidRequestContent"),
        (QUOTA.replace("MachineLearningServices", "Storage"), asking(), "InvalidResourceProvider"),
        (QUOTA.replace("eastus2", "atlantis"), asking(), "InvalidLocation"),
    ],
)
def test_a_malformed_request_is_refused_at_once(
    local_azure: LocalAzure, path: str, body: dict[str, Any], code: str
) -> None:
    answer = local_azure.call("PUT", path, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_cpu_families_have_cores_from_the_start(local_azure: LocalAzure) -> None:
    elsewhere = SCOPE.replace("eastus2", "polandcentral")  # where no other test runs clusters
    listed = local_azure.call("GET", f"{elsewhere}/quotas").json()["value"]
    limits = {each["name"]: each["properties"]["limit"]["value"] for each in listed}
    assert (limits["standardESv3Family"], limits["totalLowPriorityCores"]) == (300, 3000)
    usages = local_azure.call("GET", f"{elsewhere}/usages").json()["value"]
    assert {each["properties"]["usages"]["value"] for each in usages} == {0}
    one = local_azure.call("GET", f"{elsewhere}/usages/standardESv3Family").json()
    assert one["properties"]["name"]["localizedValue"] == "Standard ESv3 Family Cluster Dedicated vCPUs"


def test_somebody_without_rights_on_the_subscription_may_not_ask(local_azure: LocalAzure) -> None:
    token = local_azure.token(object_id="5ca1ab1e-0000-4000-8000-00000000abcd")
    answer = local_azure.call("PUT", QUOTA, asking(), token=token)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "AuthorizationFailed")
