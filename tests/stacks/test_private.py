"""The private profile: nothing is reached from the internet, everything through an endpoint that its name leads to."""

import json
from functools import cache

import pytest

from catalogue.private_links import private_link
from tests.stacks.conftest import SUBSCRIPTION, THEIRS, Declared, declare, shipped

ENDPOINT = "azure-native:network:PrivateEndpoint"
ZONE = "azure-native:privatedns:PrivateZone"
LINK = "azure-native:privatedns:VirtualNetworkLink"
NAMES = "azure-native:network:PrivateDnsZoneGroup"
WORKSPACE = "azure-native:machinelearningservices:Workspace"


@pytest.fixture
def closed() -> Declared:
    """The production stack of phi3."""
    return shipped("phi3-prod")


def private(**network: object) -> Declared:
    return declare({"tunestack:network": json.dumps({"profile": "private", **network})})


@cache
def opened() -> Declared:
    """A stack whose jobs reach the internet, deployed by GitHub's runners."""
    return private(runners="github", isolation="AllowInternetOutbound")


def test_nothing_is_reached_from_the_internet(closed: Declared) -> None:
    storage = closed.one("azure-native:storage:StorageAccount")
    assert (storage["publicNetworkAccess"], storage["networkRuleSet"]["defaultAction"]) == ("Disabled", "Deny")
    assert storage["networkRuleSet"]["bypass"] == "AzureServices"
    vault = closed.one("azure-native:keyvault:Vault")["properties"]
    assert (vault["publicNetworkAccess"], vault["networkAcls"]["defaultAction"]) == ("Disabled", "Deny")
    registry = closed.one("azure-native:containerregistry:Registry")
    assert (registry["publicNetworkAccess"], registry["networkRuleSet"]["defaultAction"]) == ("Disabled", "Deny")
    account = closed.one("azure-native:cognitiveservices:Account")["properties"]
    assert account["publicNetworkAccess"] == "Disabled"
    assert {each["publicNetworkAccess"] for each in closed.all(WORKSPACE).values()} == {"Disabled"}


@pytest.mark.parametrize(("private_telemetry", "public"), [(False, "Enabled"), (True, "Disabled")])
def test_telemetry_is_private_where_the_network_has_a_scope_for_it(*, private_telemetry: bool, public: str) -> None:
    declared = private(private_telemetry=private_telemetry)
    for token in ("operationalinsights:Workspace", "applicationinsights:Component"):
        telemetry = declared.one(f"azure-native:{token}")
        assert telemetry["publicNetworkAccessForIngestion"] == public
        assert telemetry["publicNetworkAccessForQuery"] == public
        assert telemetry.get("disableLocalAuth", telemetry.get("features", {}).get("disableLocalAuth")) is True


def test_a_private_registry_is_premium_in_all_zones_and_lets_no_image_out(closed: Declared) -> None:
    registry = closed.one("azure-native:containerregistry:Registry")
    assert registry["sku"]["name"] == "Premium"
    assert registry["zoneRedundancy"] == "Enabled"
    assert registry["policies"]["exportPolicy"]["status"] == "disabled"


def test_each_resource_has_the_endpoints_it_is_reached_through(closed: Declared) -> None:
    connections = [each["privateLinkServiceConnections"][0] for each in closed.all(ENDPOINT).values()]
    reached = {(each["privateLinkServiceId"].rsplit("/", 1)[1], each["groupIds"][0]) for each in connections}
    assert reached == {
        ("storage", "blob"), ("storage", "file"), ("vault", "vault"), ("registry", "registry"),
        ("ai-services", "account"), ("hub", "amlworkspace"),
    }  # fmt: skip
    assert {
        each["subnet"]["id"].rsplit("/", 2)[1:] == ["subnets", "endpoints"] for each in closed.all(ENDPOINT).values()
    }


def test_each_endpoint_is_found_in_all_the_zones_of_its_target(closed: Declared) -> None:
    zones = closed.all(ZONE)
    groups = {name.removesuffix("-names"): each for name, each in closed.all(NAMES).items()}
    for name, endpoint in closed.all(ENDPOINT).items():
        group_id = endpoint["privateLinkServiceConnections"][0]["groupIds"][0]
        found = {each["privateDnsZoneId"].rsplit("/", 1)[1] for each in groups[name]["privateDnsZoneConfigs"]}
        assert found == set(private_link(group_id).zones)
        assert found <= set(zones)


def test_the_network_asks_the_zones_and_puts_no_machines_into_them(closed: Declared) -> None:
    links = closed.all(LINK)
    assert {name.removesuffix("-link") for name in links} == set(closed.all(ZONE))
    assert {each["virtualNetwork"]["id"].rsplit("/", 1)[1] for each in links.values()} == {"network"}
    assert not any(each["registrationEnabled"] for each in links.values())


def test_nobody_gets_into_the_network_from_outside(closed: Declared) -> None:
    subnets = {each["name"]: each for each in closed.one("azure-native:network:VirtualNetwork")["subnets"]}
    assert subnets["endpoints"]["privateEndpointNetworkPolicies"] == "Enabled"
    assert subnets["endpoints"]["defaultOutboundAccess"] is False
    assert all(each["networkSecurityGroup"]["id"] for each in subnets.values())
    for group in closed.all("azure-native:network:NetworkSecurityGroup").values():
        rules = sorted(group["securityRules"], key=lambda rule: int(rule["priority"]))
        assert (rules[-1]["access"], rules[-1]["sourceAddressPrefix"]) == ("Deny", "*")
        assert {rule["sourceAddressPrefix"] for rule in rules if rule["access"] == "Allow"} <= {"VirtualNetwork"}


def test_the_runner_that_deploys_has_a_way_in(closed: Declared) -> None:
    assert closed.outputs["runner_subnet_id"].endswith("/network/subnets/runner")


def test_runners_of_github_get_the_subnet_delegated() -> None:
    subnets = {each["name"]: each for each in opened().one("azure-native:network:VirtualNetwork")["subnets"]}
    assert subnets["runner"]["delegations"][0]["serviceName"] == "GitHub.Network/networkSettings"
    assert "delegations" not in subnets["endpoints"]


def test_jobs_reach_what_is_approved_alone(closed: Declared) -> None:
    hub = closed.all(WORKSPACE)["hub"]
    assert hub["managedNetwork"]["isolationMode"] == "AllowOnlyApprovedOutbound"
    assert hub["provisionNetworkNow"] is True
    rules = hub["managedNetwork"]["outboundRules"]
    # Azure adds storage, vault and registry by itself, and refuses rules of one's own to them.
    assert {rule["destination"]["serviceResourceId"].rsplit("/", 1)[1] for rule in rules.values()} == {"ai-services"}
    assert {rule["type"] for rule in rules.values()} == {"PrivateEndpoint"}
    assert "managedNetwork" not in closed.all(WORKSPACE)["project"]


@pytest.mark.parametrize("before", ["storage-blob-names", "vault-vault-names", "registry-registry-names"])
def test_a_hub_is_made_when_what_it_stands_on_is_reached(closed: Declared, before: str) -> None:
    assert closed.comes_after("hub", before)


def test_a_project_is_made_when_its_hub_is_reached(closed: Declared) -> None:
    assert closed.comes_after("project", "hub-amlworkspace-names")


def test_going_public_replaces_the_hub_and_its_project_and_closing_does_not(closed: Declared) -> None:
    replacing = {
        name: {
            urn.rsplit("::", 1)[1]: list(each.replaceOnChanges)
            for urn, each in stack.requests.items()
            if each.type == WORKSPACE
        }
        for name, stack in {"public": declare(), "private": closed}.items()
    }
    assert replacing["public"] == {"hub": ["managedNetwork"], "project": ["hubResourceId"]}
    assert replacing["private"] == {"hub": [], "project": ["hubResourceId"]}


def test_opening_the_isolation_replaces_the_hub() -> None:
    hub = next(each for urn, each in opened().requests.items() if each.type == WORKSPACE and urn.endswith("::hub"))
    assert list(hub.replaceOnChanges) == ["managedNetwork.isolationMode"]


def test_the_isolation_is_noted_before_anything_is_made(closed: Declared) -> None:
    guard = closed.one("tunestack:index:NetworkIsolation")
    assert guard == {"isolation": "AllowOnlyApprovedOutbound", "allowReplace": False}
    assert declare().one("tunestack:index:NetworkIsolation")["isolation"] == "Disabled"
    assert closed.comes_after("group", "network-isolation")


def test_ones_own_subnet_and_zones_are_used_instead_of_new_ones() -> None:
    subnet = f"{THEIRS}Microsoft.Network/virtualNetworks/vnet/subnets/endpoints"
    group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/central-dns"
    stack = private(existing_subnet=subnet, existing_zones=group)
    assert not stack.all("azure-native:network:VirtualNetwork")
    assert not stack.all(ZONE)
    assert {each["subnet"]["id"] for each in stack.all(ENDPOINT).values()} == {subnet}
    vault = stack.all(NAMES)["vault-vault-names"]["privateDnsZoneConfigs"][0]
    assert (
        vault["privateDnsZoneId"]
        == f"{group}/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net"
    )
    assert "runner_subnet_id" not in stack.outputs


def test_the_public_profile_makes_no_network() -> None:
    declared = declare()
    assert not [each for each in declared.resources if ":network:" in each.token or ":privatedns:" in each.token]
    assert declared.one("azure-native:containerregistry:Registry")["sku"]["name"] == "Standard"


def test_jobs_reach_the_approved_hosts_where_nothing_else_is_reached() -> None:
    closed = shipped("phi3-custom-prod").one(WORKSPACE)["managedNetwork"]
    hosts = {rule["destination"] for rule in closed["outboundRules"].values() if rule["type"] == "FQDN"}
    assert hosts == {"huggingface.co", "*.hf.co"}
