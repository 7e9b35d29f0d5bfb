"""A workspace without public access answers on its data plane through its private endpoint alone."""

import ssl
from collections.abc import Callable

import httpx

from tests.local_azure.machinelearning.fine_tuning import API_HOST
from tests.local_azure.machinelearning.running import (
    GROUP,
    HUB,
    ML,
    PROJECT,
    RunningAzure,
    make_project,
)
from tests.local_azure.running import PATIENCE_SECONDS

NETWORK = f"{GROUP}/providers/Microsoft.Network"
ZONES = ("privatelink.api.azureml.ms", "privatelink.notebooks.azure.net")


def make_way_in(azure: RunningAzure) -> str:
    """Makes a network with a private endpoint to the hub and returns the subnet."""
    azure.call("POST", f"{GROUP.partition('/resourceGroups')[0]}/providers/Microsoft.Network/register")
    space = {"addressPrefixes": ["10.0.0.0/16"]}
    subnets = [{"name": "inner", "properties": {"addressPrefix": "10.0.1.0/24"}}]
    network = f"{NETWORK}/virtualNetworks/vnet"
    azure.put(network, {"location": "eastus2", "properties": {"addressSpace": space, "subnets": subnets}})
    subnet, endpoint = f"{network}/subnets/inner", f"{NETWORK}/privateEndpoints/pe"
    connection = {"name": "link", "properties": {"privateLinkServiceId": HUB, "groupIds": ["amlworkspace"]}}
    properties = {"subnet": {"id": subnet}, "privateLinkServiceConnections": [connection]}
    azure.put(endpoint, {"location": "eastus2", "properties": properties})
    configs = []
    for number, name in enumerate(ZONES):
        zone = f"{NETWORK}/privateDnsZones/{name}"
        azure.put(zone, {"location": "global", "properties": {}})
        link = {"virtualNetwork": {"id": network}, "registrationEnabled": False}
        azure.put(f"{zone}/virtualNetworkLinks/link", {"location": "global", "properties": link})
        configs.append({"name": f"zone-{number}", "properties": {"privateDnsZoneId": zone}})
    azure.put(f"{endpoint}/privateDnsZoneGroups/default", {"properties": {"privateDnsZoneConfigs": configs}})
    return subnet


def test_a_project_is_reached_by_its_hubs_endpoint(start: Callable[[], RunningAzure]) -> None:
    with start() as azure:
        make_project(azure)
        subnet = make_way_in(azure)
        hub = azure.get(HUB)
        properties = {**hub["properties"], "publicNetworkAccess": "Disabled"}
        azure.put(HUB, {**{name: hub[name] for name in ("location", "kind", "identity")}, "properties": properties})
        runs = f"/history/v1.0{PROJECT}/runs/nobody/details"
        refused = azure.call("GET", f"{API_HOST}{runs}", audience=ML)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "Forbidden")
        own = azure.get(HUB)["properties"]["discoveryUrl"].removesuffix("/discovery")
        assert own.endswith(".workspace.eastus2.api.azureml.ms")
        trust = ssl.create_default_context(cafile=str(azure.directory / "ca.pem"))
        proxy = httpx.Proxy(azure.proxy, auth=(subnet, ""))
        headers = {"Authorization": f"Bearer {azure.token(ML)}"}
        with httpx.Client(proxy=proxy, verify=trust, timeout=PATIENCE_SECONDS, trust_env=False) as inside:
            for host in (API_HOST, own):
                assert inside.get(f"{host}{runs}", headers=headers).status_code == 404
        assert azure.call("GET", PROJECT).status_code == 200
