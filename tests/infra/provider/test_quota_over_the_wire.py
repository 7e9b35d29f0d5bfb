"""Quota against the local Azure's own quota service: granted, escalated, refused, and asked for once."""

from collections.abc import Callable, Iterator

import pytest

from infra.provider.arm import Arm
from infra.provider.clock import CancellableClock
from infra.provider.errors import OwnResourceError
from infra.provider.exchange import Answer, Request
from infra.provider.quota import Quota
from local_azure.identity import SUBSCRIPTION_ID, SUBSCRIPTION_SCOPE
from local_azure.options import Options
from local_azure.service import discover
from tests.local_azure.running import LocalAzure

GRANTED, ENOUGH = "standardNCADSA100v4Family", "standardNCASv3_T4Family"
ESCALATED, REFUSED = "standardNCadsH100v5Family", "standardNDSH100v5Family"
OPTIONS = Options(
    weights="tiny-random",
    retry_after_ms=10,
    core_quota={ENOUGH: 48},
    quota_decisions={GRANTED: "approved", ESCALATED: "escalated", REFUSED: "refused", ENOUGH: "refused"},
)


def inputs(family: str) -> dict[str, object]:
    return {"subscriptionId": SUBSCRIPTION_ID, "location": "eastus2", "family": family, "limit": 24}


@pytest.fixture(scope="module")
def quota(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quota]:
    """The resource, against a local Azure that decides differently for each family."""
    services = [service for service in discover() if service.name != "storage"]  # which starts Azurite
    with LocalAzure(tmp_path_factory.mktemp("azure"), services, options=OPTIONS) as azure:
        azure.call("POST", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Quota/register").raise_for_status()
        clock = CancellableClock()
        yield Quota(Arm(_exchange(azure), clock), clock)


def _exchange(azure: LocalAzure) -> Callable[[Request], Answer]:
    def send(request: Request) -> Answer:
        answer = azure.call(request.method, request.path, request.body, api=request.query.get("api-version", ""))
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, headers, answer.text)

    return send


def test_what_lacks_is_granted_and_found_again(quota: Quota) -> None:
    wanted = inputs(GRANTED)
    assert quota.preview(wanted)["asked"] == f"24 vCPUs of {GRANTED} in eastus2, where the limit is 0"
    created = quota.create(wanted)
    assert created.outputs["presentLimit"] == 24
    found = quota.read(created.id, {})
    assert found is not None
    assert found.outputs == {**wanted, "presentLimit": 24}
    assert quota.create(wanted).outputs == {"presentLimit": 24}


def test_a_subscription_that_has_enough_is_asked_for_nothing(quota: Quota) -> None:
    assert quota.create(inputs(ENOUGH)).outputs == {"presentLimit": 48}


def test_a_request_that_goes_to_people_ends_with_its_id(quota: Quota) -> None:
    with pytest.raises(
        OwnResourceError, match=r"asked for \(request [0-9a-f-]{36}\) and isn't granted: ContactSupport"
    ):
        quota.create(inputs(ESCALATED))


def test_a_refusal_is_told_with_the_way_to_cpu(quota: Quota) -> None:
    with pytest.raises(OwnResourceError, match=r"isn't granted: .*tunestack:compute\.cpu_fallback"):
        quota.create(inputs(REFUSED))
