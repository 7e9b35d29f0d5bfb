"""From the SDK's inputs to Azure's body, and from Azure's answers back: nothing is lost on the way."""

import json
from pathlib import Path

import pytest

from catalogue.resource_types import by_token, tokens
from tests.toolchain.azure_native.example_members import IDENTITY_ID
from tests.toolchain.azure_native.examples import EXAMPLES
from toolchain.azure_native.body import request_body
from toolchain.azure_native.outputs import as_inputs, response_outputs
from toolchain.azure_native.resource_id import build_id, parse_id
from toolchain.azure_native.values import from_struct, to_struct

PUBLISHED = Path(__file__).parents[4] / "shared" / "arm" / "schemas"


@pytest.mark.parametrize("token", EXAMPLES)
def test_what_azure_echoes_reads_back_as_what_was_said(token: str) -> None:
    row, inputs = by_token(token), EXAMPLES[token]
    body_inputs = {name: value for name, value in inputs.items() if row.body_path(name)}
    assert as_inputs(row, response_outputs(row, request_body(row, inputs))) == body_inputs


def test_every_class_of_the_table_has_an_example() -> None:
    assert set(EXAMPLES) == set(tokens())


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
    assert body["identity"]["userAssignedIdentities"] == {IDENTITY_ID: {}}
    assert body["properties"]["sharedPrivateLinkResources"] == [
        {"name": "n", "properties": {"groupId": "g", "privateLinkResourceId": "/p"}}
    ]


def test_members_of_networks_stand_where_azure_has_them_at_any_depth() -> None:
    subnet = request_body(by_token("network:VirtualNetwork"), EXAMPLES["network:VirtualNetwork"])["properties"][
        "subnets"
    ][0]
    assert set(subnet) == {"name", "properties"}
    rule = subnet["properties"]["networkSecurityGroup"]["properties"]["securityRules"][0]
    assert (rule["name"], rule["properties"]["priority"]) == ("deny", 100)


def test_what_only_answers_have_is_not_sent_and_not_read_as_an_input() -> None:
    row, inputs = by_token("network:VirtualNetwork"), EXAMPLES["network:VirtualNetwork"]
    answered = request_body(row, inputs)
    answered["properties"]["subnets"][0] |= {"etag": "1"}
    answered["properties"]["subnets"][0]["properties"] |= {"provisioningState": "Succeeded", "purpose": "any"}
    state = response_outputs(row, answered)
    assert state["subnets"][0]["purpose"] == "any"
    assert as_inputs(row, state)["subnets"] == inputs["subnets"]
    assert request_body(row, {"id": "/x", "subnets": [{"name": "a", "etag": "1"}]}) == {
        "properties": {"subnets": [{"name": "a"}]}
    }


def test_an_id_within_the_resource_itself_may_be_written_short() -> None:
    rule = {"securityRules": [{"sourceApplicationSecurityGroups": [{"id": "$self/groups/a"}]}]}
    body = request_body(by_token("network:NetworkSecurityGroup"), rule, "/nsg")
    inner = body["properties"]["securityRules"][0]["properties"]
    assert inner["sourceApplicationSecurityGroups"] == [{"id": "/nsg/groups/a"}]


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
