"""Facts of Azure are looked up once, and what Azure refuses to tell is said to be unseen."""

from infra.provider.arm import Arm
from infra.provider.errors import NoAnswerError
from infra.provider.exchange import Answer, Request
from operations.checks.azure_facts import AzureFacts
from operations.checks.facts import Unseen
from tests.infra.provider.conftest import FakeArm, FakeClock, error

NETWORK = "/subscriptions/s/providers/Microsoft.Network"


def facts(fake: FakeArm) -> AzureFacts:
    return AzureFacts(Arm(fake, FakeClock()), "s")


def test_a_fact_is_looked_up_once() -> None:
    fake = FakeArm()
    asked = facts(fake)
    assert asked.registration("Microsoft.Network") == asked.registration("Microsoft.Network") == "NotRegistered"
    assert len(fake.requests) == 1
    asked.registration("Microsoft.Storage")
    assert len(fake.requests) == 2


def test_what_azure_refuses_to_tell_is_unseen_with_the_reason() -> None:
    fake = FakeArm()
    fake.handlers["GET", NETWORK] = lambda _: error(403, "AuthorizationFailed", "no")
    found = facts(fake).registration("Microsoft.Network")
    assert isinstance(found, Unseen)
    assert "AuthorizationFailed: no" in found.why


def test_an_azure_that_does_not_answer_is_unseen() -> None:
    def silent(_request: Request) -> Answer:
        raise NoAnswerError("no route to host")

    fake = FakeArm(handlers={("GET", NETWORK): silent})
    assert facts(fake).registration("Microsoft.Network") == Unseen("no route to host")


def test_a_subscription_that_is_not_shown_is_none() -> None:
    assert facts(FakeArm()).subscription() is None


def test_a_resource_that_is_not_there_is_none_and_not_unseen() -> None:
    assert facts(FakeArm()).resource("/subscriptions/s/resourceGroups/g") is None
