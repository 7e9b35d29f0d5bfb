"""A group in which all that bodies name is there, and a body that is taken for one more resource of each type."""

from collections.abc import Mapping

from tests.local_azure.properties.bodies_of.cognitive import cognitive_bodies
from tests.local_azure.properties.bodies_of.learning import learning_bodies
from tests.local_azure.properties.bodies_of.network import network_bodies
from tests.local_azure.properties.bodies_of.parts import (
    AUTHORIZATION,
    COGNITIVE,
    INSIGHTS,
    LEARNING,
    NETWORK,
    STORAGE,
    Body,
    action_group,
    ai_account,
    key_vault,
    online_endpoint,
    private_endpoint,
    storage_account,
    virtual_network,
)
from tests.local_azure.properties.bodies_of.plain import plain_bodies
from tests.local_azure.properties.bodies_of.scoped import scoped_bodies
from tests.local_azure.properties.in_process import InProcess


def make_world(azure: InProcess, group: str, suffix: str) -> None:
    """Makes a group with everything that bodies name.

    Args:
        azure: The local Azure.
        group: The group's id.
        suffix: Two characters that make names unique in the world.
    """
    azure.put(group, {"location": "eastus2"})
    for path, body in _there(group, suffix).items():
        azure.put(f"{group}/{path}", body)


def bodies(group: str, suffix: str) -> Mapping[str, Body]:
    """Returns the body of one more resource of each type, by its path in the group."""
    return {
        **plain_bodies(group, suffix),
        **cognitive_bodies(suffix),
        **learning_bodies(group, suffix),
        **network_bodies(group, suffix),
        **scoped_bodies(group, suffix),
    }


def _there(group: str, suffix: str) -> Mapping[str, Body]:
    storage, vault = (
        f"{group}/{STORAGE}/stthere{suffix}",
        f"{group}/providers/Microsoft.KeyVault/vaults/kv-there-{suffix}",
    )
    zone = f"{NETWORK}/privateDnsZones/privatelink.vaultcore.azure.net"
    subnets = [{"name": "inner", "properties": {"addressPrefix": "10.0.1.0/24"}}]
    stands_on = {"storageAccount": storage, "keyVault": vault, "systemDatastoresAuthMode": "identity"}
    closed = {"managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"}}
    common = {"location": "eastus2", "identity": {"type": "SystemAssigned"}}
    rule = {"if": {"field": "tags['never']", "equals": "there"}, "then": {"effect": "deny"}}
    return {
        f"{STORAGE}/stthere{suffix}": storage_account(),
        f"providers/Microsoft.KeyVault/vaults/kv-there-{suffix}": key_vault(),
        "providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-there": {"location": "eastus2"},
        "providers/Microsoft.OperationalInsights/workspaces/log-there": {"location": "eastus2", "properties": {}},
        f"{INSIGHTS}/actionGroups/us": action_group(),
        f"{COGNITIVE}/ai-there-{suffix}": ai_account(f"ai-there-{suffix}"),
        f"{COGNITIVE}/ai-there-{suffix}/projects/first": {**common, "properties": {}},
        f"{COGNITIVE}/ai-there-{suffix}/raiBlocklists/words": {"properties": {"description": "words"}},
        f"{NETWORK}/virtualNetworks/vnet-there": virtual_network("10.0.0.0/16", subnets),
        f"{NETWORK}/networkSecurityGroups/nsg-there": {"location": "eastus2", "properties": {}},
        zone: {"location": "global"},
        f"{NETWORK}/privateEndpoints/pe-there": private_endpoint(group, vault),
        f"{LEARNING}/hub-there": {**common, "kind": "Hub", "properties": {**stands_on, **closed}},
        f"{LEARNING}/project-there": {
            **common,
            "kind": "Project",
            "properties": {"hubResourceId": f"{group}/{LEARNING}/hub-there"},
        },
        f"{LEARNING}/project-there/onlineEndpoints/on-there-{suffix}": online_endpoint(),
        f"{AUTHORIZATION}/policyDefinitions/there": {"properties": {"mode": "All", "policyRule": rule}},
    }
