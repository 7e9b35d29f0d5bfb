"""What the provider does for one service's sake, against that service: secrets of vaults, subnets of networks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local_azure import authorization, keyvault, management, network
from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE, TENANT_ID
from tests.local_azure.running import LocalAzure
from tests.toolchain.azure_native.example_members import GUID
from tests.toolchain.azure_native.local_exchange import LocalExchange, PollingClock
from tests.toolchain.azure_native.provider import Provider, running_provider

SERVICES = [authorization.SERVICE, keyvault.SERVICE, management.SERVICE, network.SERVICE]
GROUP = {"resourceGroupName": "rg", "location": "eastus2"}
SECRETS_OFFICER = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"
SECRET = {
    "resourceGroupName": "rg",
    "vaultName": "keys-of-test",
    "secretName": "word",
    "properties": {"value": "the word"},  # pragma: allowlist secret
}


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    with LocalAzure(tmp_path, services=SERVICES) as azure:
        for namespace in ("KeyVault", "Network"):
            azure.call("POST", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.{namespace}/register").raise_for_status()
        with running_provider(LocalExchange(azure), PollingClock()) as running:
            running.configure()
            running.create("resources:ResourceGroup", GROUP)
            yield running


def test_a_secret_that_was_deleted_is_recovered_by_creating_it_again(provider: Provider) -> None:
    properties = {
        "tenantId": TENANT_ID,
        "sku": {"family": "A", "name": "standard"},
        "enableRbacAuthorization": True,
    }
    vault, _ = provider.create("keyvault:Vault", {**GROUP, "vaultName": "keys-of-test", "properties": properties})
    role = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/roleDefinitions/{SECRETS_OFFICER}"
    grant = {"scope": vault, "roleAssignmentName": GUID, "principalId": DEPLOYER_OBJECT_ID, "roleDefinitionId": role}
    provider.create("authorization:RoleAssignment", {**grant, "principalType": "ServicePrincipal"})
    first, state = provider.create("keyvault:Secret", SECRET)
    assert "value" not in state["properties"]
    provider.delete("keyvault:Secret", first)
    assert provider.read("keyvault:Secret", first, SECRET, state)[0] == ""
    again, _ = provider.create("keyvault:Secret", SECRET)
    assert again == first


def test_a_network_keeps_subnets_that_are_resources_of_their_own(provider: Provider) -> None:
    inputs = {**GROUP, "virtualNetworkName": "net", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
    made, state = provider.create("network:VirtualNetwork", inputs)
    subnet = {
        "resourceGroupName": "rg",
        "virtualNetworkName": "net",
        "subnetName": "ai",
        "addressPrefix": "10.0.1.0/24",
    }
    own, _ = provider.create("network:Subnet", subnet)
    assert provider.read("network:VirtualNetwork", made, inputs, state)[2] == inputs
    changed = provider.update("network:VirtualNetwork", inputs, {**inputs, "tags": {"owner": "me"}}, state)
    assert [each["id"] for each in changed["subnets"]] == [own]
    assert [each["addressPrefix"] for each in changed["subnets"]] == ["10.0.1.0/24"]
