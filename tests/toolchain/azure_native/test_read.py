"""Refresh and import: the state as it is now, and inputs that match it."""

from typing import Any

import grpc
import pytest

from tests.toolchain.azure_native.fake_azure import GROUP, FakeAzure
from tests.toolchain.azure_native.provider import Provider

ID = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/ai"
IDENTITY = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id"
INPUTS: dict[str, Any] = {
    "accountName": "ai",
    "resourceGroupName": "rg",
    "location": "eastus2",
    "tags": {"owner": "me"},
    "identity": {"type": "UserAssigned", "userAssignedIdentities": [IDENTITY]},
    "properties": {"customSubDomainName": "ai"},
    "azureApiVersion": "2025-06-01",
}


@pytest.fixture
def live(azure: FakeAzure) -> dict[str, Any]:
    """The account as Azure answers it."""
    body = {
        "id": ID,
        "name": "ai",
        "type": "Microsoft.CognitiveServices/accounts",
        "location": "eastus2",
        "etag": "1",
        "tags": {"owner": "me"},
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {"clientId": "c"}}},
        "properties": {"customSubDomainName": "ai", "endpoint": "https://ai", "publicNetworkAccess": "Enabled"},
    }
    azure.resources[ID.lower()] = body
    return body


def refresh(provider: Provider, inputs: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    return provider.read("cognitiveservices:Account", ID, inputs, state)[2]


@pytest.fixture
def state(provider: Provider, live: dict[str, Any]) -> dict[str, Any]:
    """The state after the last deployment."""
    return provider.read("cognitiveservices:Account", ID, {}, {})[1]


def test_a_refresh_of_what_has_not_changed_changes_nothing(provider: Provider, state: dict[str, Any]) -> None:
    assert provider.read("cognitiveservices:Account", ID, INPUTS, state) == (ID, state, INPUTS)


def test_only_what_has_drifted_is_carried_to_the_inputs(
    provider: Provider, live: dict[str, Any], state: dict[str, Any]
) -> None:
    live["tags"]["owner"] = "someone else"
    live["properties"] |= {"endpoint": "https://elsewhere", "disableLocalAuth": True}
    expected = {
        **INPUTS,
        "tags": {"owner": "someone else"},
        "properties": {"customSubDomainName": "ai", "disableLocalAuth": True},
    }
    assert refresh(provider, INPUTS, state) == expected


def test_what_someone_took_away_is_taken_from_the_inputs(
    provider: Provider, live: dict[str, Any], state: dict[str, Any]
) -> None:
    del live["tags"]
    assert "tags" not in refresh(provider, INPUTS, state)


def test_an_identity_that_someone_added_shows_in_the_list(
    provider: Provider, live: dict[str, Any], state: dict[str, Any]
) -> None:
    live["identity"]["userAssignedIdentities"][f"{IDENTITY}-2"] = {}
    refreshed = refresh(provider, INPUTS, state)
    assert refreshed["identity"]["userAssignedIdentities"] == [IDENTITY, f"{IDENTITY}-2"]


def test_an_element_that_azure_spells_otherwise_stays_as_the_program_spells_it(
    provider: Provider, live: dict[str, Any]
) -> None:
    assert refreshed_names(provider, live, ["a", "b"], ["a", "c"]) == ["A", "c"]


def test_what_is_gone_reads_as_nothing(provider: Provider) -> None:
    assert provider.read("cognitiveservices:Account", ID, INPUTS, {}) == ("", {}, {})


def test_an_import_has_names_from_the_id_and_what_a_program_may_say(provider: Provider, live: dict[str, Any]) -> None:
    _, _, inputs = provider.read("cognitiveservices:Account", ID, {}, {})
    properties = {"customSubDomainName": "ai", "publicNetworkAccess": "Enabled"}
    assert inputs == {**INPUTS, "properties": properties}


def test_an_id_of_another_type_is_refused(provider: Provider, azure: FakeAzure) -> None:
    azure.resources[GROUP.lower()] = {"id": GROUP}
    with pytest.raises(grpc.RpcError, match=r"is not an id of Microsoft\.CognitiveServices/accounts"):
        provider.read("cognitiveservices:Account", GROUP, {}, {})


def test_what_other_resources_maintain_stays_out_of_the_inputs(provider: Provider, azure: FakeAzure) -> None:
    made = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/net"
    inputs = {"virtualNetworkName": "net", "resourceGroupName": "rg", "location": "eastus2"}
    azure.resources[made.lower()] = {"id": made, "location": "eastus2", "properties": {"subnets": []}}
    before = provider.read("network:VirtualNetwork", made, inputs, {})[1]
    azure.resources[made.lower()]["properties"]["subnets"] = [{"name": "ai"}]
    assert provider.read("network:VirtualNetwork", made, inputs, before)[2] == inputs


def test_elements_that_came_or_went_are_carried_over_beside_those_that_stay(
    provider: Provider, live: dict[str, Any]
) -> None:
    assert refreshed_names(provider, live, ["a", "b"], ["a", "b", "c"]) == ["A", "B", "c"]
    assert refreshed_names(provider, live, ["a", "b"], ["a"]) == ["A"]


def refreshed_names(provider: Provider, live: dict[str, Any], before: list[str], now: list[str]) -> list[str]:
    """What a refresh makes of a list that the program spells in capitals."""
    live["properties"]["allowedFqdnList"] = before
    state = provider.read("cognitiveservices:Account", ID, {}, {})[1]
    live["properties"]["allowedFqdnList"] = now
    inputs = {**INPUTS, "properties": {**INPUTS["properties"], "allowedFqdnList": [name.upper() for name in before]}}
    found: list[str] = refresh(provider, inputs, state)["properties"]["allowedFqdnList"]
    return found


def test_what_the_sdk_does_not_know_is_no_input(provider: Provider, live: dict[str, Any]) -> None:
    live["properties"] |= {"brandNew": 1, "networkAcls": {"defaultAction": "Deny", "brandNew": 2}}
    live["brandNew"] = 3
    _, state, inputs = provider.read("cognitiveservices:Account", ID, {}, {})
    assert inputs["properties"]["networkAcls"] == {"defaultAction": "Deny"}
    assert "brandNew" not in inputs["properties"]
    assert "brandNew" not in inputs
    live["properties"]["brandNew"] = 4
    assert refresh(provider, INPUTS, state) == INPUTS


def test_members_of_one_of_several_shapes_are_those_of_the_shape_that_is_named(
    provider: Provider, azure: FakeAzure
) -> None:
    made = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/hub/computes/gpus"
    inner = {"vmSize": "Standard_NC24ads_A100_v4", "allocationState": "Steady", "brandNew": 1}
    properties = {"computeType": "AmlCompute", "properties": inner, "provisioningState": "Succeeded"}
    azure.resources[made.lower()] = {"id": made, "location": "eastus2", "properties": properties}
    _, _, inputs = provider.read("machinelearningservices:Compute", made, {}, {})
    assert inputs["properties"] == {"computeType": "AmlCompute", "properties": {"vmSize": "Standard_NC24ads_A100_v4"}}
