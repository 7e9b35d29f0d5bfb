"""Quota against the local Azure's own quota service: granted, escalated, refused, and asked for once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.provider.arm import Arm
from infra.provider.clock import CancellableClock
from infra.provider.errors import OwnResourceError
from infra.provider.exchange import Answer, Request
from infra.provider.quota import Quota
from local_azure.identity import SUBSCRIPTION_ID, SUBSCRIPTION_SCOPE
from local_azure.options import Options, QuotaDecision
from local_azure.service import Service, discover
from tests.local_azure.running import LocalAzure

FAMILY = "standardNCADSA100v4Family"
INPUTS = {"subscriptionId": SUBSCRIPTION_ID, "location": "eastus2", "family": FAMILY, "limit": 24}

Start = Callable[..., Quota]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a local Azure that decides on requests for quota as it is told."""
    running: list[LocalAzure] = []

    def begin(decision: QuotaDecision, **core_quota: int) -> Quota:
        options = Options(weights="tiny-random", retry_after_ms=10, quota_decision=decision, core_quota=core_quota)
        azure = LocalAzure(tmp_path / "azure", _without_storage(), options=options)
        running.append(azure.__enter__())
        azure.call("POST", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Quota/register").raise_for_status()
        return Quota(Arm(_exchange(azure), clock := CancellableClock()), clock)

    yield begin
    for azure in running:
        azure.__exit__()


def _without_storage() -> list[Service]:
    return [service for service in discover() if service.name != "storage"]  # which starts Azurite


def _exchange(azure: LocalAzure) -> Callable[[Request], Answer]:
    def send(request: Request) -> Answer:
        answer = azure.call(request.method, request.path, request.body, api=request.query.get("api-version", ""))
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, headers, answer.text)

    return send


def test_what_lacks_is_granted_and_found_again(start: Start) -> None:
    quota = start("approved")
    assert quota.preview(INPUTS)["asked"] == f"24 vCPUs of {FAMILY} in eastus2, where the limit is 0"
    created = quota.create(INPUTS)
    assert created.outputs["presentLimit"] == 24
    found = quota.read(created.id, {})
    assert found is not None
    assert found.outputs == {**INPUTS, "presentLimit": 24}
    assert quota.create(INPUTS).outputs == {"presentLimit": 24}


def test_a_subscription_that_has_enough_is_asked_for_nothing(start: Start) -> None:
    assert start("refused", **{FAMILY: 48}).create(INPUTS).outputs == {"presentLimit": 48}


def test_a_request_that_goes_to_people_ends_with_its_id(start: Start) -> None:
    with pytest.raises(
        OwnResourceError, match=r"asked for \(request [0-9a-f-]{36}\) and isn't granted: ContactSupport"
    ):
        start("escalated").create(INPUTS)


def test_a_refusal_is_told_with_the_way_to_cpu(start: Start) -> None:
    with pytest.raises(OwnResourceError, match=r"isn't granted: .*tunestack:compute\.cpu_fallback"):
        start("refused").create(INPUTS)
