"""Ids have no case: in paths and in bodies, whatever is said; answers keep the case of creation."""

from collections.abc import Iterator

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.management.arm_client import ArmClient, arm_client
from tests.local_azure.running import LocalAzure

IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"
REGISTRIES = "providers/Microsoft.ContainerRegistry/registries"
ROLES = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/roleDefinitions"
READER = f"{ROLES}/acdd72a7-3385-48ef-bd42-f606fba81ae7"


@pytest.fixture
def client(local_azure: LocalAzure) -> Iterator[ArmClient]:
    with arm_client(local_azure) as opened:
        yield opened


@pytest.mark.parametrize("case", [str.upper, str.lower, str.swapcase])
def test_a_resource_is_found_by_its_id_in_any_case(client: ArmClient, group: str, case: object) -> None:
    identity = f"{group}/{IDENTITIES}/Id-Mixed"
    made = client.finish("PUT", identity, {"location": "eastus2"})
    assert made["id"] == identity
    other = case(identity)  # type: ignore[operator]
    assert client.send("GET", other).json() == made
    assert client.send("HEAD", other).status_code == 204
    assert client.send("PUT", other, {"location": "EastUS2", "tags": {"a": "b"}}).json()["id"] == identity
    assert client.send("PATCH", other, {"tags": {"c": "d"}}).json()["name"] == "Id-Mixed"
    assert client.send("DELETE", other).status_code == 200
    assert client.send("GET", identity).status_code == 404


def test_a_group_and_its_lists_are_found_in_any_case(client: ArmClient, group: str) -> None:
    client.finish("PUT", f"{group}/{IDENTITIES}/id-listed", {"location": "eastus2"})
    named = client.send("GET", group.upper()).json()
    assert named["id"] == group
    for path in (f"{group}/{IDENTITIES}", f"{group}/resources"):
        (found,) = client.send("GET", path.upper()).json()["value"]
        assert found["name"] == "id-listed"


def test_references_in_bodies_have_no_case(client: ArmClient, group: str) -> None:
    identity = f"{group}/{IDENTITIES}/id-Referred"
    client.finish("PUT", identity, {"location": "eastus2"})
    given = {"type": "userassigned", "userAssignedIdentities": {identity.upper(): {}}}
    body = {"location": "eastus2", "sku": {"name": "Basic"}, "identity": given, "properties": {}}
    registry = client.finish("PUT", f"{group}/{REGISTRIES}/regreferred12345", body)
    (assigned,) = registry["identity"]["userAssignedIdentities"].values()
    assert assigned["principalId"] == client.send("GET", identity).json()["properties"]["principalId"]


def test_a_network_and_a_zone_are_tied_by_ids_in_any_case(client: ArmClient, group: str) -> None:
    network, zone = (
        f"{group}/providers/Microsoft.Network/virtualNetworks/vnet",
        f"{group}/providers/Microsoft.Network/privateDnsZones/case.example.com",
    )
    space = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
    client.finish("PUT", network, {"location": "eastus2", "properties": space})
    client.finish("PUT", zone, {"location": "global"})
    link = {
        "location": "global",
        "properties": {"virtualNetwork": {"id": network.upper()}, "registrationEnabled": False},
    }
    made = client.finish("PUT", f"{zone}/virtualNetworkLinks/to-vnet", link)
    assert made["properties"]["provisioningState"] == "Succeeded"


def test_a_role_is_given_at_a_scope_in_any_case_and_holds(local_azure: LocalAzure, group: str) -> None:
    somebody = "5ca1ab1e-0000-4000-8000-0000000000c5"
    token = local_azure.token(object_id=somebody)
    assert local_azure.call("GET", group, token=token).status_code == 403
    assignment = (
        f"{group.upper()}/providers/microsoft.authorization/ROLEASSIGNMENTS/5ca1ab1e-0000-4000-8000-0000000000c6"
    )
    properties = {
        "roleDefinitionId": READER.upper(),
        "principalId": somebody.upper(),
        "principalType": "ServicePrincipal",
    }
    local_azure.call("PUT", assignment, {"properties": properties}).raise_for_status()
    assert local_azure.call("GET", group, token=token).status_code == 200


def test_the_envelope_of_a_body_has_no_case(client: ArmClient, group: str) -> None:
    made = client.send(
        "PUT", f"{group}/{IDENTITIES}/id-Envelope", {"LOCATION": "eastus2", "Tags": {"Kept": "As It Is"}}
    )
    assert (made.status_code, made.json()["location"], made.json()["tags"]) == (201, "eastus2", {"Kept": "As It Is"})
