"""ProviderRegistration: registers, waits until Registered, never unregisters."""

import pytest

from infra.provider.arm import Arm
from infra.provider.errors import OwnResourceError
from infra.provider.exchange import Answer, Request
from infra.provider.provider_registration import ProviderRegistration
from tests.infra.provider.conftest import FakeArm, FakeClock

PATH = "/subscriptions/s/providers/Microsoft.Network"
INPUTS = {"subscriptionId": "s", "namespace": "Microsoft.Network"}


@pytest.fixture
def registration(fake_arm: FakeArm, clock: FakeClock) -> ProviderRegistration:
    """The resource; its Resource Manager registers after two waits."""

    def register(_request: Request) -> Answer:
        state(fake_arm, "Registering")
        clock.on_sleep = [lambda: None, lambda: state(fake_arm, "Registered")]
        return Answer(200)

    fake_arm.handlers["POST", f"{PATH}/register"] = register
    return ProviderRegistration(Arm(fake_arm, clock), clock)


def state(fake_arm: FakeArm, value: str) -> None:
    fake_arm.resources[PATH] = {"id": PATH, "registrationState": value}


def test_a_provider_is_registered_and_waited_for(
    registration: ProviderRegistration, fake_arm: FakeArm, clock: FakeClock
) -> None:
    state(fake_arm, "NotRegistered")
    created = registration.create(INPUTS)
    assert (created.id, created.outputs) == (PATH, {"registrationState": "Registered"})
    assert clock.waits == [2.0, 2.0]


def test_a_registered_provider_is_left_alone(registration: ProviderRegistration, fake_arm: FakeArm) -> None:
    state(fake_arm, "Registered")
    registration.create(INPUTS)
    assert not fake_arm.sent("POST")


def test_a_registration_that_never_ends_is_an_error(registration: ProviderRegistration, fake_arm: FakeArm) -> None:
    state(fake_arm, "Registering")
    with pytest.raises(OwnResourceError, match=r"Microsoft\.Network is still Registering after 900 s"):
        registration.create(INPUTS)


def test_destroy_leaves_it_registered(registration: ProviderRegistration, fake_arm: FakeArm) -> None:
    registration.delete(INPUTS)
    assert not fake_arm.requests


def test_what_was_unregistered_counts_as_gone(registration: ProviderRegistration, fake_arm: FakeArm) -> None:
    state(fake_arm, "Unregistered")
    assert registration.read(PATH, INPUTS) is None


def test_it_can_be_imported_by_its_id(registration: ProviderRegistration, fake_arm: FakeArm) -> None:
    state(fake_arm, "Registered")
    found = registration.read(PATH, {})
    assert found is not None
    assert found.outputs == {**INPUTS, "registrationState": "Registered"}


def test_an_id_of_something_else_is_refused(registration: ProviderRegistration) -> None:
    with pytest.raises(OwnResourceError, match=r"like /subscriptions/GUID/providers/Microsoft\.Storage"):
        registration.read("/subscriptions/s", {})


def test_what_is_no_namespace_is_refused(registration: ProviderRegistration) -> None:
    assert registration.check({"namespace": "Network"})
    assert not registration.check(INPUTS)
