"""Checking inputs: name and place are filled in, what is missing or malformed is told."""

import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from tests.toolchain.azure_native.fake_azure import GROUP, FakeAzure
from tests.toolchain.azure_native.provider import Provider, urn
from toolchain.azure_native.values import UNKNOWN, from_struct, to_struct

SKU = {"name": "Standard_LRS"}
VAULT = {"resourceGroupName": "rg", "properties": {}, "location": "eastus2"}


def test_a_missing_name_is_made_from_the_programs_name_and_the_seed(provider: Provider) -> None:
    first, failures = provider.check("resources:ResourceGroup", {"location": "eastus2"})
    again, _ = provider.check("resources:ResourceGroup", {"location": "eastus2"})
    assert failures == []
    assert first["resourceGroupName"] == again["resourceGroupName"]
    assert first["resourceGroupName"].startswith("thing")
    assert len(first["resourceGroupName"]) == len("thing") + 8
    assert first["__createBeforeDelete"] is True
    assert first["azureApiVersion"] == "2024-03-01"


def test_the_name_of_a_child_is_the_programs_own_and_a_role_assignments_is_a_guid(provider: Provider) -> None:
    child = {"resourceGroupName": "rg", "workspaceName": "hub", "properties": {}}
    inputs, _ = provider.check("machinelearningservices:WorkspaceConnection", child)
    assert inputs["connectionName"] == "thing"
    assert "__createBeforeDelete" not in inputs
    role = {"scope": GROUP, "principalId": "p", "roleDefinitionId": "r"}
    inputs, failures = provider.check("authorization:RoleAssignment", role)
    assert (len(inputs["roleAssignmentName"]), failures) == (36, [])


def test_the_name_of_the_last_deployment_is_kept(provider: Provider) -> None:
    old = {"resourceGroupName": "thing01234567", "__createBeforeDelete": True}
    inputs, _ = provider.check("resources:ResourceGroup", {"location": "eastus2"}, old)
    assert (inputs["resourceGroupName"], inputs["__createBeforeDelete"]) == ("thing01234567", True)


@pytest.mark.parametrize(
    ("mode", "vault", "role"),
    [("PROPOSE", "proposed", "guid"), ("ENFORCE", "proposed", "proposed"), ("DISABLE", None, None)],
)
def test_the_engines_own_names_are_used_as_it_wants(provider: Provider, mode: str, vault: str, role: str) -> None:
    options = pb.CheckRequest.AutonamingOptions(mode=mode, proposed_name="proposed")  # type: ignore[arg-type]
    names = []
    for token in ("keyvault:Vault", "authorization:RoleAssignment"):
        request = pb.CheckRequest(urn=urn(token), news=to_struct({}), randomSeed=b"seed", autonaming=options)
        inputs = from_struct(provider.stub.Check(request).inputs)
        names.append(inputs.get("vaultName", inputs.get("roleAssignmentName")))
    assert names[0] == vault
    assert (names[1] if role != "guid" else role) == role


def test_the_place_is_the_groups_when_none_is_given(provider: Provider, azure: FakeAzure) -> None:
    azure.resources[GROUP.lower()] = {"location": "swedencentral"}
    for _ in range(2):
        inputs, failures = provider.check("managedidentity:UserAssignedIdentity", {"resourceGroupName": "rg"})
        assert (inputs["location"], failures) == ("swedencentral", [])
    assert len(azure.requests("GET")) == 1


def test_the_configured_place_comes_before_the_groups(provider: Provider, azure: FakeAzure) -> None:
    provider.configure(location="northcentralus")
    inputs, _ = provider.check("managedidentity:UserAssignedIdentity", {"resourceGroupName": "rg"})
    assert (inputs["location"], azure.asked) == ("northcentralus", [])


def test_the_place_is_unknown_as_long_as_the_group_is(provider: Provider) -> None:
    inputs, failures = provider.check("managedidentity:UserAssignedIdentity", {"resourceGroupName": UNKNOWN})
    assert (inputs["location"], failures) == (UNKNOWN, [])


def test_a_place_that_cannot_be_found_out_is_told_with_its_cure(provider: Provider) -> None:
    _, failures = provider.check("managedidentity:UserAssignedIdentity", {"resourceGroupName": "gone"})
    assert failures == [
        "missing required property 'location'. Either set it explicitly or configure it with "
        "'pulumi config set azure-native:location <value>'."
    ]


def test_each_missing_input_is_told(provider: Provider) -> None:
    _, failures = provider.check("authorization:RoleAssignment", {"scope": GROUP})
    assert failures == ["missing required property 'principalId'", "missing required property 'roleDefinitionId'"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("ab", "'accountName' is too short (2): at least 3 characters required"),
        ("a" * 30, "'accountName' is too long (30): at most 24 characters allowed"),
        ("Data", "'accountName' does not match expression '^[a-z0-9]+$'"),
        (7, "'accountName' should be of type 'string' but got a number"),
    ],
)
def test_a_malformed_name_is_refused_with_the_rule(provider: Provider, name: object, reason: str) -> None:
    inputs = {"resourceGroupName": "rg", "kind": "StorageV2", "sku": SKU, "location": "eastus2", "accountName": name}
    assert provider.check("storage:StorageAccount", inputs)[1] == [reason]


def test_a_value_that_is_not_known_yet_is_taken_to_be_right(provider: Provider) -> None:
    unknown = {**VAULT, "vaultName": UNKNOWN, "resourceGroupName": UNKNOWN, "properties": UNKNOWN}
    assert provider.check("keyvault:Vault", unknown)[1] == []


def test_an_assignment_of_a_policy_needs_no_place(provider: Provider) -> None:
    found, failures = provider.check("authorization:PolicyAssignment", {"scope": "/subscriptions/s"})
    assert (found.get("location"), failures) == (None, [])


def test_what_is_missing_inside_an_input_is_told_by_its_path(provider: Provider) -> None:
    vault = {**VAULT, "vaultName": "keys", "properties": {"tenantId": "t", "sku": {"family": "A"}}}
    assert provider.check("keyvault:Vault", vault)[1] == ["missing required property 'properties.sku.name'"]
