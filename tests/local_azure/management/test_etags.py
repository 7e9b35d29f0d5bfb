"""Etags over the wire: If-Match and If-None-Match hold for writes and deletes of the types that have them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.local_azure.management.arm_client import ArmClient, arm_client
from tests.local_azure.running import LocalAzure

ZONES = "providers/Microsoft.Network/privateDnsZones"
IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"
NETWORK = {"location": "eastus2", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}
COMPONENT = {"location": "eastus2", "kind": "web", "properties": {"Application_Type": "web"}}
BODIES = {
    f"{ZONES}/etag.example.com": {"location": "global"},
    "providers/Microsoft.Network/virtualNetworks/vnet-etag": NETWORK,
    "providers/Microsoft.Network/networkSecurityGroups/nsg-etag": {"location": "eastus2", "properties": {}},
    "providers/Microsoft.Insights/components/appi-etag": COMPONENT,
    "providers/Microsoft.OperationalInsights/workspaces/log-etag": {"location": "eastus2", "properties": {}},
}
OTHER = '"00000000-0000-4000-8000-000000000000"'


@pytest.fixture
def client(local_azure: LocalAzure) -> Iterator[ArmClient]:
    with arm_client(local_azure) as opened:
        yield opened


@pytest.mark.parametrize("path", BODIES)
def test_a_write_for_another_state_is_refused_and_changes_nothing(client: ArmClient, group: str, path: str) -> None:
    resource, body = f"{group}/{path}", BODIES[path]
    client.finish("PUT", resource, body)
    made = client.send("GET", resource).json()
    changed = {**body, "tags": {"a": "b"}}
    for method, headers in (
        ("PUT", {"If-Match": OTHER}),
        ("PUT", {"If-None-Match": "*"}),
        ("PATCH", {"If-Match": OTHER}),
        ("DELETE", {"If-Match": OTHER}),
    ):
        refused = client.send(method, resource, None if method == "DELETE" else changed, headers=headers)
        assert (refused.status_code, refused.json()["error"]["code"]) == (412, "PreconditionFailed")
    assert client.send("GET", resource).json() == made
    taken = client.send("PUT", resource, changed, headers={"If-Match": made["etag"]})
    assert taken.status_code in (200, 201, 202)


def test_what_is_not_there_matches_no_etag_and_may_be_made(client: ArmClient, group: str) -> None:
    zone = f"{group}/{ZONES}/new.example.com"
    for wanted in (OTHER, "*"):
        refused = client.send("PUT", zone, {"location": "global"}, headers={"If-Match": wanted})
        assert refused.json()["error"]["code"] == "PreconditionFailed"
    assert client.send("PUT", zone, {"location": "global"}, headers={"If-None-Match": "*"}).status_code in (201, 202)


def test_any_state_matches_a_star_and_one_of_several_etags_is_enough(client: ArmClient, group: str) -> None:
    zone = f"{group}/{ZONES}/star.example.com"
    client.finish("PUT", zone, {"location": "global"})
    etag = client.send("GET", zone).json()["etag"]
    for wanted in ("*", f"{OTHER}, {etag}"):
        assert client.send("PUT", zone, {"location": "global"}, headers={"If-Match": wanted}).status_code == 200


def test_of_two_writes_for_the_same_state_one_is_refused(local_azure: LocalAzure, group: str) -> None:
    component = f"{group}/providers/Microsoft.Insights/components/appi-raced"
    etag = local_azure.put(component, COMPONENT)["etag"]

    def write(number: int) -> int:
        body = {**COMPONENT, "tags": {"writer": str(number)}}
        return local_azure.call("PUT", component, body, If_Match=etag).status_code

    with ThreadPoolExecutor(4) as writers:
        assert sorted(writers.map(write, range(4))) == [200, 412, 412, 412]


def test_a_type_without_etags_takes_no_notice_of_conditions(client: ArmClient, group: str) -> None:
    identity = f"{group}/{IDENTITIES}/id-etag"
    assert client.send("PUT", identity, {"location": "eastus2"}, headers={"If-Match": OTHER}).status_code == 201
    assert client.send("DELETE", identity, headers={"If-Match": OTHER}).status_code == 200
