"""Security groups: rules in the body and on their own, conflicts, and the subnets that hold a group."""

from typing import Any

import pytest

from tests.local_azure.network.networks import network_body, refusal
from tests.local_azure.running import LocalAzure


def rule(priority: int | str = 100, **changes: object) -> dict[str, Any]:
    fixed = {"access": "Deny", "direction": "Inbound", "protocol": "*", "sourceAddressPrefix": "*"}
    ports = {"sourcePortRange": "*", "destinationPortRange": "22", "destinationAddressPrefix": "*"}
    return {"properties": {**fixed, **ports, "priority": priority, **changes}}


def body(**rules: dict[str, Any]) -> dict[str, Any]:
    listed = [{"name": name, **each} for name, each in rules.items()]
    return {"location": "eastus2", "properties": {"securityRules": listed}}


@pytest.fixture
def nsg(group: str) -> str:
    return f"{group}/providers/Microsoft.Network/networkSecurityGroups/nsg"


def test_rules_of_the_body_and_of_their_own_are_one_list(local_azure: LocalAzure, nsg: str) -> None:
    local_azure.put(nsg, body(ssh=rule(100)))
    local_azure.put(f"{nsg}/securityRules/rdp", rule(110, destinationPortRange="3389"))
    properties = local_azure.call("GET", nsg).json()["properties"]
    assert [each["name"] for each in properties["securityRules"]] == ["ssh", "rdp"]
    assert "DenyAllInBound" in [each["name"] for each in properties["defaultSecurityRules"]]


def test_two_rules_of_one_priority_and_direction_conflict(local_azure: LocalAzure, nsg: str) -> None:
    answer = local_azure.call("PUT", nsg, body(one=rule(100), two=rule(100)))
    assert refusal(answer) == (400, "SecurityRuleConflict")
    local_azure.put(nsg, body(one=rule(100), out=rule(100, direction="Outbound")))
    assert refusal(local_azure.call("PUT", f"{nsg}/securityRules/two", rule(100))) == (400, "SecurityRuleConflict")


@pytest.mark.parametrize("priority", [99, 4097, "high"])
def test_a_priority_out_of_range_is_refused(local_azure: LocalAzure, nsg: str, priority: int | str) -> None:
    assert refusal(local_azure.call("PUT", nsg, body(one=rule(priority)))) == (400, "SecurityRuleInvalidPriority")


def test_a_rule_without_a_direction_is_refused(local_azure: LocalAzure, nsg: str) -> None:
    answer = local_azure.call("PUT", nsg, body(one=rule(direction=None)))
    assert refusal(answer) == (400, "SecurityRuleParameterNotSpecified")


def test_a_group_that_a_subnet_holds_stays_until_the_subnet_lets_go(
    local_azure: LocalAzure, group: str, nsg: str
) -> None:
    local_azure.put(nsg, body())
    network = f"{group}/providers/Microsoft.Network/virtualNetworks/vnet"
    local_azure.put(network, network_body())
    subnet = f"{network}/subnets/held"
    prefix = {"addressPrefix": "10.0.1.0/24"}
    local_azure.put(subnet, {"properties": {**prefix, "networkSecurityGroup": {"id": nsg}}})
    assert local_azure.call("GET", nsg).json()["properties"]["subnets"] == [{"id": subnet}]
    assert refusal(local_azure.call("DELETE", nsg)) == (400, "InUseNetworkSecurityGroupCannotBeDeleted")
    local_azure.put(subnet, {"properties": prefix})
    local_azure.delete(nsg)


def test_a_subnet_cannot_hold_a_group_that_is_not_there(local_azure: LocalAzure, group: str, nsg: str) -> None:
    network = f"{group}/providers/Microsoft.Network/virtualNetworks/vnet"
    local_azure.put(network, network_body())
    properties = {"addressPrefix": "10.0.1.0/24", "networkSecurityGroup": {"id": nsg}}
    answer = local_azure.call("PUT", f"{network}/subnets/one", {"properties": properties})
    assert refusal(answer) == (400, "InvalidResourceReference")
