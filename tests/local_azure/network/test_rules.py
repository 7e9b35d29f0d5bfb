"""Network rules that name nothing real are refused when they are written."""

import pytest

from local_azure.identity import TENANT_ID
from tests.local_azure.network.networks import make_network, refusal
from tests.local_azure.running import LocalAzure

ACCOUNT = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
NOWHERE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/none"


@pytest.mark.parametrize(
    "rules",
    [
        {"defaultAction": "Perhaps"},
        {"ipRules": [{"value": "nonsense"}]},
        {"ipRules": [{"value": "10.1.0.0/16"}]},
        {"virtualNetworkRules": [{"id": NOWHERE}]},
    ],
)
def test_rules_that_name_nothing_real_are_refused(
    local_azure: LocalAzure, group: str, rules: dict[str, object]
) -> None:
    storage = f"{group}/providers/Microsoft.Storage/storageAccounts/badrules"
    answer = local_azure.call("PUT", storage, {**ACCOUNT, "properties": {"networkAcls": rules}})
    assert refusal(answer) == (400, "NetworkAclsValidationFailure")
    vault = f"{group}/providers/Microsoft.KeyVault/vaults/kv-badrules"
    properties = {"tenantId": TENANT_ID, "sku": {"family": "A", "name": "standard"}, "networkAcls": rules}
    answer = local_azure.call("PUT", vault, {"location": "eastus2", "properties": properties})
    assert refusal(answer) == (400, "BadRequest")


def test_a_subnet_without_the_services_endpoint_is_refused(local_azure: LocalAzure, group: str) -> None:
    subnet = make_network(local_azure, group)
    storage = f"{group}/providers/Microsoft.Storage/storageAccounts/noendpoint"
    body = {**ACCOUNT, "properties": {"networkAcls": {"virtualNetworkRules": [{"id": subnet}]}}}
    answer = local_azure.call("PUT", storage, body)
    assert refusal(answer) == (400, "NetworkAclsValidationFailure")
    assert "SubnetsHaveNoServiceEndpointsConfigured" in answer.json()["error"]["message"]
