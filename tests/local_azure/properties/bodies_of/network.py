"""Bodies of networks, security groups, private endpoints and DNS."""

from collections.abc import Mapping

from tests.local_azure.properties.bodies_of.parts import (
    NETWORK,
    STORAGE,
    Body,
    private_endpoint,
    virtual_network,
)


def network_bodies(group: str, suffix: str) -> Mapping[str, Body]:
    """Returns the bodies of networks and what is in them."""
    subnets = [{"name": "inner", "properties": {"addressPrefix": "10.1.1.0/24"}}]
    rule = {
        "protocol": "Tcp",
        "access": "Allow",
        "direction": "Inbound",
        "priority": 100,
        "sourceAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "443",
    }
    network, zone = (
        f"{NETWORK}/virtualNetworks/vnet-there",
        f"{NETWORK}/privateDnsZones/privatelink.vaultcore.azure.net",
    )
    account = f"{group}/{STORAGE}/stthere{suffix}"
    link = {"virtualNetwork": {"id": f"{group}/{network}"}, "registrationEnabled": False}
    return {
        f"{NETWORK}/virtualNetworks/vnet-new": virtual_network("10.1.0.0/16", subnets),
        f"{network}/subnets/outer": {
            "properties": {
                "addressPrefix": "10.0.2.0/24",
                "serviceEndpoints": [{"service": "Microsoft.Storage"}],
                "networkSecurityGroup": {"id": f"{group}/{NETWORK}/networkSecurityGroups/nsg-there"},
            }
        },
        f"{NETWORK}/networkSecurityGroups/nsg-new": {
            "location": "eastus2",
            "properties": {"securityRules": [{"name": "in", "properties": rule}]},
        },
        f"{NETWORK}/networkSecurityGroups/nsg-there/securityRules/in": {"properties": rule},
        f"{NETWORK}/privateDnsZones/privatelink.blob.core.windows.net": {"location": "global"},
        f"{zone}/virtualNetworkLinks/link": {"location": "global", "properties": link},
        f"{NETWORK}/privateEndpoints/pe-new": private_endpoint(group, account, "blob"),
        f"{NETWORK}/privateEndpoints/pe-there/privateDnsZoneGroups/default": {
            "properties": {
                "privateDnsZoneConfigs": [{"name": "vault", "properties": {"privateDnsZoneId": f"{group}/{zone}"}}]
            }
        },
    }
