"""Settings of networks, existing resources, keys and budgets: what can't be used is refused under its own name."""

import json

import pytest

from tests.stacks.conftest import SUBSCRIPTION, THEIRS
from tests.stacks.test_configuration import refusal

ELSEWHERE = "5ca1ab1e-0000-4000-8000-00000000000e"


def network(**settings: object) -> str:
    return refusal(network=json.dumps({"profile": "private", **settings}))


def test_ranges_of_subnets_that_overlap_are_refused() -> None:
    refused = network(endpoints_range="10.20.0.0/26", runner_range="10.20.0.32/27")
    assert "tunestack:network.runner_range is '10.20.0.32/27'" in refused
    assert "overlaps network.endpoints_range 10.20.0.0/26" in refused


def test_a_range_outside_of_the_network_is_refused() -> None:
    refused = network(address_space="10.30.0.0/24", endpoints_range="10.20.0.0/26")
    assert "tunestack:network.endpoints_range is '10.20.0.0/26'" in refused
    assert "isn't within network.address_space 10.30.0.0/24" in refused


@pytest.mark.parametrize("address_space", ["10.20.0.1/24", "everything", "8.8.8.0/24"])
def test_what_is_no_private_range_is_refused_with_those_that_are(address_space: str) -> None:
    refused = network(address_space=address_space)
    assert f"tunestack:network.address_space is '{address_space}'" in refused
    assert "10." in refused


def test_an_id_that_is_no_subnet_is_refused() -> None:
    assert "no resource id of a Microsoft.Network/virtualNetworks/subnets" in network(
        existing_subnet=f"{THEIRS}Microsoft.Network/virtualNetworks/vnet"
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("hub", "/providers/Microsoft.MachineLearningServices/workspaces/hub"),
        ("ai_services", "/providers/Microsoft.CognitiveServices/accounts/ais"),
        ("identity", "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id"),
        ("resource_group", ""),
    ],
)
def test_what_is_looked_up_has_to_be_in_the_subscription(name: str, path: str) -> None:
    refused = refusal(existing=json.dumps({name: f"/subscriptions/{ELSEWHERE}/resourceGroups/theirs{path}"}))
    assert f"tunestack:existing.{name} is " in refused
    assert f"it isn't in the subscription {SUBSCRIPTION} (tunestack:subscription_id)" in refused


def test_a_key_of_ones_own_is_refused_with_serverless_tuning() -> None:
    key = {
        "vault": f"{THEIRS}Microsoft.KeyVault/vaults/kv-theirs",
        "key": f"https://kv-theirs.vault.azure.net/keys/own/{'0' * 32}",
        "identity": f"{THEIRS}Microsoft.ManagedIdentity/userAssignedIdentities/id-theirs",
    }
    refused = refusal(customer_managed_key=json.dumps(key))
    assert "tunestack:customer_managed_key is" in refused
    assert "serverless fine-tuning" in refused


def test_a_budget_begins_with_a_month() -> None:
    budget = {"amount": 10, "start": "2026-11-02", "emails": ["someone@example.com"]}
    assert "tunestack:budget.start is '2026-11-02'" in refusal(budget=json.dumps(budget))
