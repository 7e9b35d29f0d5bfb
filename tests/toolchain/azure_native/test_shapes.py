"""From the SDK's inputs to Azure's body, and from Azure's answers back: nothing is lost on the way."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalogue.resource_types import by_token
from toolchain.azure_native.body import request_body
from toolchain.azure_native.outputs import as_inputs, response_outputs
from toolchain.azure_native.resource_id import build_id, parse_id
from toolchain.azure_native.values import from_struct, to_struct

PUBLISHED = Path(__file__).parents[4] / "shared" / "arm" / "schemas"

EXAMPLES: dict[str, dict[str, Any]] = {
    "storage:StorageAccount": {
        "kind": "StorageV2",
        "location": "eastus2",
        "sku": {"name": "Standard_LRS"},
        "tags": {"cost.centre": "1"},
        "enableHttpsTrafficOnly": True,
        "networkRuleSet": {
            "defaultAction": "Deny",
            "ipRules": [{"iPAddressOrRange": "10.0.0.0/8"}],
            "virtualNetworkRules": [{"virtualNetworkResourceId": "/subnet"}],
        },
        "encryption": {"keySource": "Microsoft.Keyvault", "keyVaultProperties": {"keyName": "k", "keyVaultUri": "u"}},
    },
    "applicationinsights:Component": {
        "kind": "web",
        "location": "eastus2",
        "applicationType": "web",
        "flowType": "Bluefield",
        "workspaceResourceId": "/w",
        "publicNetworkAccessForQuery": "Enabled",
    },
    "operationalinsights:Workspace": {"location": "eastus2", "sku": {"name": "PerGB2018"}, "retentionInDays": 30},
    "machinelearningservices:Workspace": {
        "kind": "Hub",
        "location": "eastus2",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": ["/a.b/c"]},
        "storageAccount": "/s",
        "sharedPrivateLinkResources": [{"name": "n", "groupId": "g", "privateLinkResourceId": "/p"}],
    },
    "machinelearningservices:WorkspaceConnection": {
        "properties": {"authType": "AAD", "category": "AIServices", "target": "https://ai"}
    },
}


@pytest.mark.parametrize("token", EXAMPLES)
def test_what_azure_echoes_reads_back_as_what_was_said(token: str) -> None:
    row, inputs = by_token(token), EXAMPLES[token]
    assert as_inputs(row, response_outputs(row, request_body(row, inputs))) == inputs


@pytest.mark.parametrize("token", EXAMPLES)
def test_bodies_are_valid_against_what_azure_publishes(token: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    row = by_token(token)
    namespace, _, kind = row.type.partition("/")
    file = PUBLISHED / namespace / f"{kind.replace('/', '_')}@{row.api_version}.json"
    if not file.is_file():
        pytest.skip(f"{file} is not here: the body was not held against what Azure publishes")
    jsonschema.validate(request_body(row, EXAMPLES[token]), json.loads(file.read_text()))


def test_members_moved_inside_others_and_ids_as_objects_are_azures_form() -> None:
    body = request_body(by_token("machinelearningservices:Workspace"), EXAMPLES["machinelearningservices:Workspace"])
    assert body["identity"]["userAssignedIdentities"] == {"/a.b/c": {}}
    assert body["properties"]["sharedPrivateLinkResources"] == [
        {"name": "n", "properties": {"groupId": "g", "privateLinkResourceId": "/p"}}
    ]


def test_an_answer_keeps_what_it_has_beyond_the_inputs() -> None:
    answer = {
        "id": "/x",
        "name": "app",
        "properties": {"AppId": "1", "InstrumentationKey": "2", "Name": "other", "Empty": None},
    }
    assert response_outputs(by_token("applicationinsights:Component"), answer) == {
        "name": "app",
        "appId": "1",
        "instrumentationKey": "2",
        "azureApiVersion": "2020-02-02",
    }


def test_an_id_is_built_and_taken_apart_in_any_case() -> None:
    row = by_token("authorization:RoleAssignment")
    made = build_id(row, {"scope": "/subscriptions/s/resourceGroups/rg/", "roleAssignmentName": "g"}, "s")
    assert made == "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/g"
    assert parse_id(row, made.upper().replace("/G", "/g"))["roleAssignmentName"] == "g"


def test_whole_numbers_stay_whole_and_nulls_are_left_out() -> None:
    properties = {"days": 7, "share": 0.5, "none": None, "deep": {"none": None, "list": [1, {"none": None}]}}
    assert from_struct(to_struct(properties)) == {"days": 7, "share": 0.5, "deep": {"list": [1, {}]}}
