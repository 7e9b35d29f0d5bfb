"""A namespace must be registered before its resources are made."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.options import Options
from tests.local_azure.running import HeldClock, LocalAzure, group_id

IDENTITY = f"{group_id('rg')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-1"
PROVIDERS = f"{SUBSCRIPTION_SCOPE}/providers"
CLOCK = HeldClock()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A subscription nobody has used yet, where registering takes a minute."""
    options = Options(weights="tiny-random", operation_seconds=60, retry_after_ms=10)
    with LocalAzure(tmp_path_factory.mktemp("fresh"), clock=CLOCK, options=options) as azure:
        azure.call("PUT", group_id("rg"), {"location": "eastus2"})
        yield azure


def state(azure: LocalAzure, namespace: str) -> str:
    return azure.call("GET", f"{PROVIDERS}/{namespace}").json()["registrationState"]


def test_a_namespace_is_registered_after_a_while_and_not_before(fresh: LocalAzure) -> None:
    refused = fresh.call("PUT", IDENTITY, {"location": "eastus2"})
    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (409, "MissingSubscriptionRegistration")
    assert error["details"][0]["target"] == "Microsoft.ManagedIdentity"
    assert state(fresh, "microsoft.managedidentity") == "NotRegistered"
    assert (
        fresh.call("POST", f"{PROVIDERS}/Microsoft.ManagedIdentity/register").json()["registrationState"]
        == "Registering"
    )
    assert state(fresh, "Microsoft.ManagedIdentity") == "Registering"
    assert fresh.call("PUT", IDENTITY, {"location": "eastus2"}).status_code == 409
    CLOCK.advance(seconds=61)
    assert state(fresh, "Microsoft.ManagedIdentity") == "Registered"
    assert fresh.call("PUT", IDENTITY, {"location": "eastus2"}).status_code == 201


def test_a_namespace_in_use_cannot_be_unregistered(fresh: LocalAzure) -> None:
    fresh.call("POST", f"{PROVIDERS}/Microsoft.Insights/register")
    CLOCK.advance(seconds=61)
    component = f"{group_id('rg')}/providers/Microsoft.Insights/components/appi"
    fresh.call("PUT", component, {"location": "eastus2", "kind": "web"}).raise_for_status()
    refused = fresh.call("POST", f"{PROVIDERS}/Microsoft.Insights/unregister")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "CannotUnregisterNamespace")


def test_a_namespace_that_nobody_uses_can_be_unregistered(fresh: LocalAzure) -> None:
    fresh.call("POST", f"{PROVIDERS}/Microsoft.Network/register")
    CLOCK.advance(seconds=61)
    fresh.call("POST", f"{PROVIDERS}/Microsoft.Network/unregister").raise_for_status()
    assert state(fresh, "Microsoft.Network") == "Unregistering"
    CLOCK.advance(seconds=61)
    assert state(fresh, "Microsoft.Network") == "Unregistered"
    network = f"{group_id('rg')}/providers/Microsoft.Network/virtualNetworks/vnet"
    refused = fresh.call("PUT", network, {"location": "eastus2"}).json()["error"]
    assert refused["code"] == "MissingSubscriptionRegistration"
    assert refused["message"].startswith("The subscription registration is in 'Unregistered' state.")
    fresh.call("POST", f"{PROVIDERS}/Microsoft.Network/register").raise_for_status()
    CLOCK.advance(seconds=61)
    assert state(fresh, "Microsoft.Network") == "Registered"


def test_registering_may_take_another_time_than_operations(tmp_path: Path) -> None:
    options = Options(weights="tiny-random", retry_after_ms=10, registration_seconds=90)
    clock = HeldClock()
    with LocalAzure(tmp_path, clock=clock, options=options) as azure:
        azure.call("POST", f"{PROVIDERS}/Microsoft.KeyVault/register").raise_for_status()
        clock.advance(seconds=89)
        assert state(azure, "Microsoft.KeyVault") == "Registering"
        clock.advance(seconds=1)
        assert state(azure, "Microsoft.KeyVault") == "Registered"


def test_an_unknown_namespace_is_refused(fresh: LocalAzure) -> None:
    answer = fresh.call("POST", f"{PROVIDERS}/Microsoft.Nothing/register")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "InvalidResourceNamespace")


def test_some_namespaces_are_always_registered(fresh: LocalAzure) -> None:
    assert state(fresh, "Microsoft.Authorization") == "Registered"
    names = {each["namespace"] for each in fresh.call("GET", PROVIDERS).json()["value"]}
    assert {"Microsoft.Storage", "Microsoft.Network", "Microsoft.Resources"} <= names
