"""A program goes on in the stack's own subscription alone."""

from typing import Any

import pulumi
import pytest

from stacks.caller import Caller, WrongSubscriptionError, identify_caller
from stacks.configuration import read_settings
from tests.stacks.conftest import CONFIGURATION, SUBSCRIPTION, use_mocks

OTHER = "00000000-0000-4000-8000-000000000009"


class CallerMocks(pulumi.runtime.Mocks):
    """Says who is calling."""

    def __init__(self, subscription_id: str) -> None:
        self.subscription_id = subscription_id

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        """Fails: nothing may be created yet."""
        raise AssertionError(f"{args.typ} was registered")

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
        """Answers getClientConfig."""
        assert args.token == "azure-native:authorization:getClientConfig"
        return {"tenantId": "t", "subscriptionId": self.subscription_id, "objectId": "o", "clientId": "c"}


def identified(subscription_id: str) -> Caller:
    use_mocks(CallerMocks(subscription_id))
    return identify_caller(read_settings(CONFIGURATION))


def test_the_caller_in_the_stacks_subscription_is_known() -> None:
    assert identified(SUBSCRIPTION.upper()) == Caller("t", SUBSCRIPTION, "o")


def test_a_caller_in_another_subscription_is_refused_with_what_to_do() -> None:
    with pytest.raises(WrongSubscriptionError) as refused:
        identified(OTHER)
    message = str(refused.value)
    assert SUBSCRIPTION in message
    assert OTHER in message
    assert f"az account set --subscription {SUBSCRIPTION}" in message
    assert "tunestack local exec" in message
