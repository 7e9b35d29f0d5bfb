"""Resources that are there already are used by their id; nothing of them is declared, so nothing of them is deleted."""

import json
from functools import cache

import pytest

from catalogue.roles import role
from stacks.configuration import SettingsError, read_settings
from stacks.hub_parts import UnusableHubError, resources_to_use
from tests.stacks import conftest
from tests.stacks.conftest import CONFIGURATION, SUBSCRIPTION, THEIRS, Declared, RecordingMocks, declare, use_mocks
from tests.stacks.test_phi3 import OUTPUTS

GROUP = THEIRS.removesuffix("/providers/")
PARTS = {
    "resource_group": GROUP,
    "ai_services": f"{THEIRS}Microsoft.CognitiveServices/accounts/ais-theirs",
    "storage_account": f"{THEIRS}Microsoft.Storage/storageAccounts/sttheirs",
    "key_vault": f"{THEIRS}Microsoft.KeyVault/vaults/kv-theirs",
    "container_registry": f"{THEIRS}Microsoft.ContainerRegistry/registries/crtheirs",
    "application_insights": f"{THEIRS}Microsoft.Insights/components/appi-theirs",
    "log_analytics": f"{THEIRS}Microsoft.OperationalInsights/workspaces/log-theirs",
    "identity": f"{THEIRS}Microsoft.ManagedIdentity/userAssignedIdentities/id-theirs",
}
HUB = {
    "hub": f"{THEIRS}Microsoft.MachineLearningServices/workspaces/hub-theirs",
    "ai_services": PARTS["ai_services"],
}
SUBNET = f"{THEIRS}Microsoft.Network/virtualNetworks/vnet/subnets/endpoints"
MADE_FOR = {
    "resources:ResourceGroup", "cognitiveservices:Account", "storage:StorageAccount", "storage:BlobServiceProperties",
    "keyvault:Vault", "containerregistry:Registry", "applicationinsights:Component", "operationalinsights:Workspace",
    "managedidentity:UserAssignedIdentity",
}  # fmt: skip
WORKSPACE = "azure-native:machinelearningservices:Workspace"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
ENDPOINT = "azure-native:network:PrivateEndpoint"


@cache
def using(*, hub: bool = False, private: bool = False, own_group: bool = False, **more: bool) -> Declared:
    """The stack with existing resources: a hub and its account, or all that hubs stand on, in its own group or not."""
    given = {**(HUB if hub else PARTS), **more}
    if own_group:
        del given["resource_group"]
    network = {"tunestack:network": json.dumps({"profile": "private", "existing_subnet": SUBNET})} if private else {}
    return declare({"tunestack:existing": json.dumps(given), **network})


def tokens(stack: Declared) -> set[str]:
    return {each.token.removeprefix("azure-native:") for each in stack.resources}


def test_nothing_that_is_there_is_declared() -> None:
    assert not tokens(using()) & MADE_FOR


def test_nothing_is_set_on_what_is_there_but_roles() -> None:
    at_theirs = {
        each.token.removeprefix("azure-native:")
        for each in using().resources
        if str(each.inputs.get("scope") or each.inputs.get("resourceUri")).startswith(GROUP)
    }
    assert at_theirs == {"authorization:RoleAssignment"}


def test_hub_and_project_stand_on_what_is_there() -> None:
    hub = using().all(WORKSPACE)["hub"]
    assert hub["storageAccount"] == PARTS["storage_account"]
    assert hub["keyVault"] == PARTS["key_vault"]
    assert hub["containerRegistry"] == PARTS["container_registry"]
    assert hub["applicationInsights"] == PARTS["application_insights"]
    assert hub["primaryUserAssignedIdentity"] == PARTS["identity"]
    assert hub["resourceGroupName"] == "theirs"


def test_the_roles_that_steps_need_are_given_at_what_is_there() -> None:
    scopes = {each["scope"] for each in using().all(ASSIGNMENT).values()}
    assert {PARTS["storage_account"], PARTS["key_vault"], PARTS["ai_services"], GROUP} <= scopes
    assert {each["principalId"] for each in using().all(ASSIGNMENT).values()} == {
        "object-of-caller",
        "principal-of-theirs",
    }


def test_roles_that_are_there_are_not_given_again() -> None:
    assert not using(has_roles=True).all(ASSIGNMENT)


def test_what_is_there_gets_endpoints_in_the_network_of_the_stack() -> None:
    connections = [each["privateLinkServiceConnections"][0] for each in using(private=True).all(ENDPOINT).values()]
    reached = {(each["privateLinkServiceId"], each["groupIds"][0]) for each in connections}
    assert {
        (PARTS["storage_account"], "blob"), (PARTS["storage_account"], "file"), (PARTS["key_vault"], "vault"),
        (PARTS["container_registry"], "registry"), (PARTS["ai_services"], "account"),
    } <= reached  # fmt: skip


def test_new_zones_are_linked_to_the_network_of_ones_own_subnet() -> None:
    links = using(private=True).all("azure-native:privatedns:VirtualNetworkLink")
    assert {each["virtualNetwork"]["id"] for each in links.values()} == {SUBNET.removesuffix("/subnets/endpoints")}


def scopes_of(stack: Declared, name: str) -> set[str]:
    guid = str(role(name).guid)
    return {each["scope"] for each in stack.all(ASSIGNMENT).values() if each["roleDefinitionId"].endswith(guid)}


def test_the_identity_may_approve_endpoints_to_what_is_in_other_groups() -> None:
    parts = ("storage_account", "key_vault", "container_registry", "ai_services")
    approver = "Azure AI Enterprise Network Connection Approver"
    assert scopes_of(using(private=True, own_group=True), approver) == {PARTS[part] for part in parts}


def test_in_the_stacks_group_the_identity_may_approve_endpoints_by_its_role_there() -> None:
    stack = using(private=True)
    assert scopes_of(stack, "Azure AI Enterprise Network Connection Approver") == set()
    assert GROUP in scopes_of(stack, "Azure AI Administrator")


def test_endpoints_that_are_there_are_not_made_again() -> None:
    connections = using(private=True, has_endpoints=True).all(ENDPOINT).values()
    assert [each["privateLinkServiceConnections"][0]["groupIds"] for each in connections] == [["amlworkspace"]]


def test_outputs_are_the_same_as_without(declared: Declared) -> None:
    assert set(using().outputs) == set(declared.outputs) == set(using(hub=True).outputs)
    assert set(using().outputs) >= OUTPUTS
    assert using().outputs["storage_account_name"] == "sttheirs"
    assert using().outputs["identity_client_id"] == "client-of-theirs"


def test_names_of_what_is_there_are_never_purged() -> None:
    release = using().one("tunestack:index:NameRelease")
    assert (release["vaultName"], release["accountName"]) == ("", "")
    assert release["resourceGroupName"] == "theirs"


def test_a_hub_that_is_there_brings_what_it_stands_on() -> None:
    stack = using(hub=True)
    assert set(stack.all(WORKSPACE)) == {"project"}
    assert stack.all(WORKSPACE)["project"]["hubResourceId"] == HUB["hub"]
    assert not tokens(stack) & {"storage:StorageAccount", "keyvault:Vault", "containerregistry:Registry"}
    assert stack.outputs["storage_account_name"] == "sttheirs"
    assert stack.outputs["hub_name"] == "hub-theirs"


def test_a_hub_that_is_there_gets_no_connection_the_project_does() -> None:
    connection = using(hub=True).one("azure-native:machinelearningservices:WorkspaceConnection")
    assert connection["workspaceName"] == using(hub=True).outputs["project_name"]
    assert connection["properties"]["isSharedToAll"] is False


def test_a_hub_without_registry_is_refused_with_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = "azure-native:machinelearningservices:getWorkspace"
    answer = {key: value for key, value in conftest.LOOK_UPS[look_up].items() if key != "containerRegistry"}
    monkeypatch.setattr(conftest, "LOOK_UPS", {**conftest.LOOK_UPS, look_up: answer})
    use_mocks(RecordingMocks())
    settings = read_settings({**CONFIGURATION, "tunestack:existing": json.dumps(HUB)})
    with pytest.raises(UnusableHubError, match=r"az ml workspace update --name hub-theirs .* --container-registry ID"):
        resources_to_use(settings)


def test_a_hub_and_what_it_has_of_its_own_are_not_both_given() -> None:
    both = {**HUB, "storage_account": PARTS["storage_account"]}
    with pytest.raises(
        SettingsError, match=r"tunestack:existing\.storage_account .* the hub of existing\.hub has its own"
    ):
        declare({"tunestack:existing": json.dumps(both)})


def test_an_id_of_another_type_is_refused_under_its_setting() -> None:
    wrong = {"key_vault": PARTS["storage_account"]}
    with pytest.raises(
        SettingsError, match=r"tunestack:existing\.key_vault .* no resource id of a Microsoft\.KeyVault"
    ):
        declare({"tunestack:existing": json.dumps(wrong)})


def test_a_budget_in_a_shared_group_counts_what_the_stack_made() -> None:
    budget = {"amount": 10, "start": "2026-11-01", "emails": ["someone@example.com"]}
    changes = {"tunestack:budget": json.dumps(budget), "tunestack:existing": json.dumps({"resource_group": GROUP})}
    counted = declare(changes).one("azure-native:consumption:Budget")
    assert counted["scope"] == f"/subscriptions/{SUBSCRIPTION}/resourceGroups/theirs"
    assert counted["filter"]["tags"] == {"name": "stack", "operator": "In", "values": ["phi3-dev"]}
