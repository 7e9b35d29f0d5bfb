"""What is wrong inside the inputs is told before anything is created."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from tests.toolchain.azure_native.examples import EXAMPLES
from toolchain.azure_native.schema import package_schema
from toolchain.azure_native.typed_inputs import member_failures
from toolchain.azure_native.values import UNKNOWN


@cache
def schema() -> Mapping[str, Any]:
    return package_schema()


def found(token: str, **changes: object) -> list[str]:
    return member_failures(schema(), token, {**EXAMPLES[token], **changes})


@pytest.mark.parametrize("token", EXAMPLES)
def test_an_example_of_each_class_is_right(token: str) -> None:
    assert found(token) == []


def test_a_required_member_at_any_depth_is_missed_by_its_path() -> None:
    assert found("keyvault:Vault", properties={"tenantId": "t", "sku": {"family": "A"}}) == [
        "missing required property 'properties.sku.name'"
    ]
    rules = [{"virtualNetworkResourceId": "/subnet"}, {}]
    assert found("storage:StorageAccount", networkRuleSet={"defaultAction": "Deny", "virtualNetworkRules": rules}) == [
        "missing required property 'networkRuleSet.virtualNetworkRules[1].virtualNetworkResourceId'"
    ]


@pytest.mark.parametrize(
    ("token", "changes", "reason"),
    [
        ("storage:StorageAccount", {"sku": "LRS"}, "'sku' should be of type 'object' but got a string"),
        ("storage:StorageAccount", {"accessTier": 1}, "'accessTier' should be of type 'string' but got a number"),
        (
            "storage:StorageAccount",
            {"isHnsEnabled": "yes"},
            "'isHnsEnabled' should be of type 'boolean' but got a string",
        ),
        ("storage:StorageAccount", {"tags": ["a"]}, "'tags' should be of type 'object' but got an array"),
        ("network:SecurityRule", {"priority": 1.5}, "'priority' must be an integer but got 1.500000"),
        (
            "network:SecurityRule",
            {"sourcePortRanges": "*"},
            "'sourcePortRanges' should be of type 'array' but got a string",
        ),
    ],
)
def test_a_value_of_another_type_is_refused(token: str, changes: dict[str, Any], reason: str) -> None:
    assert found(token, **changes) == [reason]


@pytest.mark.parametrize(
    ("token", "changes"),
    [
        ("storage:StorageAccount", {"sku": UNKNOWN}),
        ("storage:StorageAccount", {"sku": {"name": UNKNOWN}}),
        ("storage:StorageAccount", {"kind": "NoSuchKind"}),
        ("storage:StorageAccount", {"sku": {"name": "Standard_LRS", "more": 1}}),
        ("network:SecurityRule", {"priority": 100.0}),
        ("authorization:PolicyDefinition", {"policyRule": ["anything"]}),
        ("machinelearningservices:Compute", {"properties": {"computeType": "Unknown"}}),
    ],
)
def test_what_the_official_provider_does_not_look_at_is_let_through(token: str, changes: dict[str, Any]) -> None:
    assert found(token, **changes) == []
