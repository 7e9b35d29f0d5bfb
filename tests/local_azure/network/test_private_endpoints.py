"""Private endpoints: an address in a subnet, a connection at the target, and Azure's refusals."""

from tests.local_azure.network.networks import (
    endpoint_body,
    make_account,
    make_endpoint,
    make_network,
    network_body,
    refusal,
)
from tests.local_azure.running import LocalAzure

STRANGER = "77777777-7777-4777-8777-777777777777"


def test_an_endpoint_has_an_address_an_interface_and_an_approved_connection(
    local_azure: LocalAzure, group: str
) -> None:
    subnet, account = make_network(local_azure, group), make_account(local_azure, group, "peaccount1")
    endpoint = local_azure.call("GET", make_endpoint(local_azure, group, subnet, account)).json()
    properties = endpoint["properties"]
    state = properties["privateLinkServiceConnections"][0]["properties"]["privateLinkServiceConnectionState"]
    assert state["status"] == "Approved"
    assert properties["customDnsConfigs"] == [{"fqdn": "peaccount1.blob.core.windows.net", "ipAddresses": ["10.0.1.4"]}]
    interface = local_azure.call("GET", properties["networkInterfaces"][0]["id"]).json()
    assert interface["properties"]["ipConfigurations"][0]["properties"]["privateIPAddress"] == "10.0.1.4"
    connection = local_azure.call("GET", account).json()["properties"]["privateEndpointConnections"][0]
    assert connection["properties"]["privateEndpoint"] == {"id": endpoint["id"]}
    assert connection["properties"]["privateLinkServiceConnectionState"]["status"] == "Approved"


def test_the_same_endpoint_again_keeps_its_address(local_azure: LocalAzure, group: str) -> None:
    subnet, account = make_network(local_azure, group), make_account(local_azure, group, "peaccount2")
    endpoint = make_endpoint(local_azure, group, subnet, account)
    before = local_azure.call("GET", endpoint).json()
    answer = local_azure.call("PUT", endpoint, endpoint_body(subnet, account, "blob"))
    assert (answer.status_code, answer.json()) == (200, before)


def test_with_the_endpoint_its_connection_and_its_interface_go(local_azure: LocalAzure, group: str) -> None:
    subnet, account = make_network(local_azure, group), make_account(local_azure, group, "peaccount3")
    endpoint = make_endpoint(local_azure, group, subnet, account)
    interface = local_azure.call("GET", endpoint).json()["properties"]["networkInterfaces"][0]["id"]
    refused = local_azure.call("DELETE", interface)
    assert refusal(refused) == (400, "CannotDeleteNetworkInterfaceAttachedToPrivateEndpoint")
    local_azure.delete(endpoint)
    assert local_azure.call("GET", interface).status_code == 404
    assert "privateEndpointConnections" not in local_azure.call("GET", account).json()["properties"]


def test_an_endpoint_whose_target_is_gone_is_disconnected(local_azure: LocalAzure, group: str) -> None:
    subnet, account = make_network(local_azure, group), make_account(local_azure, group, "peaccount4")
    endpoint = make_endpoint(local_azure, group, subnet, account)
    local_azure.delete(account)
    properties = local_azure.call("GET", endpoint).json()["properties"]
    state = properties["privateLinkServiceConnections"][0]["properties"]["privateLinkServiceConnectionState"]
    assert state["status"] == "Disconnected"


def test_endpoints_are_refused_as_azure_does(local_azure: LocalAzure, group: str) -> None:
    subnet, account = make_network(local_azure, group), make_account(local_azure, group, "peaccount5")
    endpoint = f"{group}/providers/Microsoft.Network/privateEndpoints/pe"

    def refused(body: object) -> tuple[int, str]:
        return refusal(local_azure.call("PUT", endpoint, body))

    assert refused(endpoint_body(f"{subnet}x", account, "blob")) == (400, "InvalidResourceReference")
    assert refused(endpoint_body(subnet, f"{account}x", "blob")) == (404, "ResourceNotFound")
    assert refused(endpoint_body(subnet, account)) == (400, "MissingParameterOnPrivateLinkServiceConnection")
    assert refused(endpoint_body(subnet, account, "blob", "file")) == (400, "OnlyOneGroupIdPermitted")
    assert refused(endpoint_body(subnet, account, "vault")) == (400, "BadRequest")
    elsewhere = {**endpoint_body(subnet, account, "blob"), "location": "westus3"}
    assert refused(elsewhere) == (400, "InvalidResourceReference")
    without = endpoint_body(subnet, account, "blob", privateLinkServiceConnections=[])
    assert refused(without) == (400, "InvalidRequestFormat")
    assert local_azure.call("GET", endpoint).status_code == 404


def test_a_registry_below_premium_takes_no_endpoint(local_azure: LocalAzure, group: str) -> None:
    subnet = make_network(local_azure, group)
    registry = f"{group}/providers/Microsoft.ContainerRegistry/registries/basicregistry"
    local_azure.put(registry, {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}})
    endpoint = f"{group}/providers/Microsoft.Network/privateEndpoints/pe"
    answer = local_azure.call("PUT", endpoint, endpoint_body(subnet, registry, "registry"))
    assert refusal(answer) == (400, "BadRequest")
    assert "Premium" in answer.json()["error"]["message"]


def test_who_may_not_approve_at_the_target_is_refused(local_azure: LocalAzure, group: str) -> None:
    subnet, account = make_network(local_azure, group), make_account(local_azure, group, "peaccount6")
    network_contributor = "4d97b98b-1d4f-4787-a291-c67834d212e7"
    assign(local_azure, group, network_contributor)
    endpoint = f"{group}/providers/Microsoft.Network/privateEndpoints/pe"
    answer = local_azure.call(
        "PUT", endpoint, endpoint_body(subnet, account, "blob"), token=local_azure.token(object_id=STRANGER)
    )
    assert refusal(answer) == (403, "LinkedAuthorizationFailed")
    assert "privateEndpointConnectionsApproval/action" in answer.json()["error"]["message"]


def test_a_manual_connection_waits_for_approval(local_azure: LocalAzure, group: str) -> None:
    subnet, account = make_network(local_azure, group), make_account(local_azure, group, "peaccount7")
    body = endpoint_body(subnet, account, "blob")
    connections = body["properties"].pop("privateLinkServiceConnections")
    body["properties"]["manualPrivateLinkServiceConnections"] = connections
    endpoint = f"{group}/providers/Microsoft.Network/privateEndpoints/pe"
    made = local_azure.put(endpoint, body)["properties"]["manualPrivateLinkServiceConnections"][0]
    assert made["properties"]["privateLinkServiceConnectionState"]["status"] == "Pending"


def test_a_full_subnet_takes_no_endpoint(local_azure: LocalAzure, group: str) -> None:
    network = f"{group}/providers/Microsoft.Network/virtualNetworks/small"
    local_azure.put(network, network_body("10.0.0.0/24", ("tiny", "10.0.0.0/29")))
    accounts = [make_account(local_azure, group, f"peaccount8{number}") for number in range(4)]
    for account in accounts[:3]:
        make_endpoint(local_azure, group, f"{network}/subnets/tiny", account)
    endpoint = f"{group}/providers/Microsoft.Network/privateEndpoints/one-too-many"
    answer = local_azure.call("PUT", endpoint, endpoint_body(f"{network}/subnets/tiny", accounts[3], "blob"))
    assert refusal(answer) == (400, "SubnetIsFull")


def assign(azure: LocalAzure, scope: str, role: str) -> None:
    """Gives the stranger a role."""
    import uuid

    from local_azure.identity import SUBSCRIPTION_SCOPE

    properties = {
        "roleDefinitionId": f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/roleDefinitions/{role}",
        "principalId": STRANGER,
        "principalType": "ServicePrincipal",
    }
    path = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    azure.call("PUT", path, {"properties": properties}).raise_for_status()
