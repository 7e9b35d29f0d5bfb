"""Quota: asks only for what lacks, waits for the decision, ends with the ticket when people decide, never lowers."""

from collections.abc import Callable

import pytest

from infra.provider.arm import Arm
from infra.provider.errors import ArmError, OwnResourceError
from infra.provider.exchange import Answer, Request
from infra.provider.own_resource import UNKNOWN
from infra.provider.quota import Quota
from tests.infra.provider.conftest import FakeArm, FakeClock, answer

SCOPE = "/subscriptions/s/providers/Microsoft.MachineLearningServices/locations/eastus2/providers/Microsoft.Quota"
FAMILY = "StandardNCADSA100v4Family"
PATH = f"{SCOPE}/quotas/{FAMILY}"
REQUEST = f"{SCOPE}/quotaRequests/r-1"

Make = Callable[..., Answer]


def inputs(limit: int = 24) -> dict[str, object]:
    return {"subscriptionId": "s", "location": "eastus2", "family": FAMILY, "limit": limit}


def has(fake_arm: FakeArm, limit: int) -> None:
    fake_arm.put(PATH, limit={"limitObjectType": "LimitValue", "value": limit})


def decided(fake_arm: FakeArm, state: str, **more: object) -> None:
    fake_arm.put(REQUEST, provisioningState=state, **more)


@pytest.fixture
def quota(fake_arm: FakeArm, clock: FakeClock) -> Quota:
    """The resource; its Resource Manager takes requests and decides nothing by itself."""

    def ask(_request: Request) -> Answer:
        asked = {"name": {"value": FAMILY.upper()}, "limit": {"value": 24}}
        decided(fake_arm, "InProgress", value=[asked])
        return answer(202, {"id": REQUEST, "properties": {"provisioningState": "InProgress"}}, retry_after="30")

    fake_arm.handlers["PUT", PATH] = ask
    return Quota(Arm(fake_arm, clock), clock)


def grants_after_two_looks(fake_arm: FakeArm, clock: FakeClock) -> None:
    def grant() -> None:
        decided(fake_arm, "Succeeded")
        has(fake_arm, 24)

    clock.on_sleep = [lambda: None, grant]


def test_what_lacks_is_asked_for_and_waited_for(quota: Quota, fake_arm: FakeArm, clock: FakeClock) -> None:
    has(fake_arm, 0)
    grants_after_two_looks(fake_arm, clock)
    created = quota.create(inputs())
    assert created.id == PATH
    assert created.outputs["presentLimit"] == 24
    assert clock.waits == [30.0, 30.0]
    (body,) = [each.body for each in fake_arm.requests if each.method == "PUT"]
    assert body == {
        "properties": {
            "limit": {"limitObjectType": "LimitValue", "value": 24},
            "name": {"value": FAMILY},
            "resourceType": "dedicated",
        }
    }


@pytest.mark.parametrize("present", [24, 48])
def test_enough_is_left_alone(present: int, quota: Quota, fake_arm: FakeArm) -> None:
    has(fake_arm, present)
    assert quota.create(inputs()).outputs == {"presentLimit": present}
    assert not fake_arm.sent("PUT")


def test_a_request_that_an_interrupted_run_made_is_gone_on_with(
    quota: Quota, fake_arm: FakeArm, clock: FakeClock
) -> None:
    has(fake_arm, 0)
    decided(fake_arm, "InProgress", value=[{"name": {"value": FAMILY.upper()}, "limit": {"value": 24}}])
    grants_after_two_looks(fake_arm, clock)
    assert quota.create(inputs()).outputs["presentLimit"] == 24
    assert not fake_arm.sent("PUT")


def test_a_smaller_open_request_is_not_enough(quota: Quota, fake_arm: FakeArm, clock: FakeClock) -> None:
    has(fake_arm, 0)
    decided(fake_arm, "InProgress", value=[{"name": {"value": FAMILY}, "limit": {"value": 12}}])
    grants_after_two_looks(fake_arm, clock)
    quota.create(inputs())
    assert fake_arm.sent("PUT") == [PATH]


def test_an_escalated_request_ends_at_once_with_its_id_and_the_fix(
    quota: Quota, fake_arm: FakeArm, clock: FakeClock
) -> None:
    has(fake_arm, 0)
    error = {"code": "ContactSupport", "message": "Request failed, please contact support."}
    clock.on_sleep = [lambda: decided(fake_arm, "Failed", error=error)]
    with pytest.raises(OwnResourceError) as refused:
        quota.create(inputs())
    message = str(refused.value)
    assert "24 vCPUs of StandardNCADSA100v4Family in eastus2 was asked for (request r-1)" in message
    assert "ContactSupport: Request failed, please contact support." in message
    assert "tunestack:compute.cpu_fallback" in message
    assert clock.waits == [30.0]


def test_a_request_that_nobody_decides_ends_after_a_while(quota: Quota, fake_arm: FakeArm, clock: FakeClock) -> None:
    has(fake_arm, 0)
    with pytest.raises(OwnResourceError, match=r"request r-1.*undecided after 900 s"):
        quota.create(inputs())
    assert clock.now <= 900


def test_a_grant_of_less_is_no_grant(quota: Quota, fake_arm: FakeArm) -> None:
    has(fake_arm, 6)
    fake_arm.handlers["PUT", PATH] = lambda _: answer(200, {"id": PATH})
    with pytest.raises(OwnResourceError, match="isn't granted: Azure granted 6"):
        quota.create(inputs())


def test_a_refusal_at_once_is_explained_too(quota: Quota, fake_arm: FakeArm, make_error: Make) -> None:
    has(fake_arm, 0)
    fake_arm.handlers["PUT", PATH] = lambda _: make_error(400, "QuotaNotAvailableForResource", "not for this offer")
    with pytest.raises(OwnResourceError, match=r"not for this offer.*Ask Azure support"):
        quota.create(inputs())


def test_missing_rights_stay_azures_own_error(quota: Quota, fake_arm: FakeArm, make_error: Make) -> None:
    has(fake_arm, 0)
    fake_arm.handlers["PUT", PATH] = lambda _: make_error(403, "AuthorizationFailed")
    with pytest.raises(ArmError, match="AuthorizationFailed"):
        quota.create(inputs())


def test_a_preview_says_what_would_be_asked_and_asks_nothing(quota: Quota, fake_arm: FakeArm) -> None:
    has(fake_arm, 6)
    assert quota.preview(inputs()) == {
        "presentLimit": 24,
        "asked": "24 vCPUs of StandardNCADSA100v4Family in eastus2, where the limit is 6",
    }
    assert not fake_arm.sent("PUT")


def test_a_preview_before_the_provider_is_registered_leaves_it_open(
    quota: Quota, fake_arm: FakeArm, make_error: Make
) -> None:
    fake_arm.handlers["GET", PATH] = lambda _: make_error(409, "MissingSubscriptionRegistration")
    assert quota.preview(inputs()) == {"presentLimit": UNKNOWN, "asked": UNKNOWN}


def test_a_preview_with_unknown_inputs_asks_nothing(quota: Quota, fake_arm: FakeArm) -> None:
    assert quota.preview({**inputs(), "subscriptionId": UNKNOWN})["asked"] is UNKNOWN
    assert not fake_arm.requests


def test_more_nodes_ask_for_more_and_fewer_ask_for_nothing(quota: Quota, fake_arm: FakeArm, clock: FakeClock) -> None:
    has(fake_arm, 12)
    grants_after_two_looks(fake_arm, clock)
    assert quota.update(inputs(12), inputs(24))["presentLimit"] == 24
    assert len(fake_arm.sent("PUT")) == 1
    assert quota.update(inputs(24), inputs(12))["presentLimit"] == 24
    assert len(fake_arm.sent("PUT")) == 1


def test_destroy_leaves_the_limit(quota: Quota, fake_arm: FakeArm) -> None:
    quota.delete(inputs())
    assert not fake_arm.requests


def test_a_limit_that_azure_lowered_shows_as_a_change(quota: Quota, fake_arm: FakeArm) -> None:
    has(fake_arm, 6)
    found = quota.read(PATH, inputs())
    assert found is not None
    assert found.outputs == {**inputs(6), "presentLimit": 6}


def test_a_limit_that_somebody_raised_is_no_change(quota: Quota, fake_arm: FakeArm) -> None:
    has(fake_arm, 96)
    found = quota.read(PATH, inputs())
    assert found is not None
    assert found.outputs == {**inputs(), "presentLimit": 96}


def test_it_is_imported_by_its_id_with_the_limit_there_is(quota: Quota, fake_arm: FakeArm) -> None:
    has(fake_arm, 48)
    found = quota.read(PATH, {})
    assert found is not None
    assert found.outputs == {**inputs(48), "presentLimit": 48}


def test_an_id_of_something_else_is_refused(quota: Quota) -> None:
    with pytest.raises(OwnResourceError, match="is no id like /subscriptions/GUID/providers"):
        quota.read("/subscriptions/s/providers/Microsoft.Compute", {})


@pytest.mark.parametrize("limit", [0, -24, 1.5, "many"])
def test_a_limit_that_is_no_number_of_cores_is_refused(limit: object, quota: Quota) -> None:
    assert "whole number above 0" in quota.check({"limit": limit})["limit"]


def test_a_cloud_that_lists_no_requests_is_asked_anew(
    quota: Quota, fake_arm: FakeArm, clock: FakeClock, make_error: Make
) -> None:
    has(fake_arm, 0)
    fake_arm.handlers["GET", f"{SCOPE}/quotaRequests"] = lambda _: make_error(404, "InvalidResourceType")
    grants_after_two_looks(fake_arm, clock)
    assert quota.create(inputs()).outputs["presentLimit"] == 24
