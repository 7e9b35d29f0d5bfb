"""Recorded bodies become templates that checkov reads: one literal resource each, in an array."""

import json
from pathlib import Path

import pytest

from toolchain.secure.templates import template, write_templates

GROUP = "/subscriptions/s/resourceGroups/g"
ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/acc"


def recorded(resource_id: str, resource_type: str) -> dict[str, object]:
    body = {"location": "eastus2", "properties": {"allowSharedKeyAccess": False}}
    return {"id": resource_id, "type": resource_type, "name": "n", "apiVersion": "2024-01-01", "body": body}


def test_a_template_holds_the_body_as_one_resource_of_an_array() -> None:
    made = template(recorded(ACCOUNT, "Microsoft.Storage/storageAccounts"))
    assert made["$schema"].startswith("https://schema.management.azure.com/")
    assert made["resources"] == [
        {
            "type": "Microsoft.Storage/storageAccounts",
            "apiVersion": "2024-01-01",
            "name": "acc",
            "location": "eastus2",
            "properties": {"allowSharedKeyAccess": False},
        }
    ]


@pytest.mark.parametrize(
    ("resource_id", "resource_type", "name"),
    [
        (GROUP, "Microsoft.Resources/resourceGroups", "g"),
        (f"{ACCOUNT}/blobServices/default", "Microsoft.Storage/storageAccounts/blobServices", "acc/default"),
        (
            f"{ACCOUNT}/blobServices/default/containers/c",
            "Microsoft.Storage/storageAccounts/blobServices/containers",
            "acc/default/c",
        ),
        (
            f"{ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/r",
            "Microsoft.Authorization/roleAssignments",
            "r",
        ),
    ],
)
def test_nested_resources_are_named_with_their_parents(resource_id: str, resource_type: str, name: str) -> None:
    assert template(recorded(resource_id, resource_type))["resources"][0]["name"] == name


def test_each_body_gets_a_file_that_tells_which_resource_it_is(tmp_path: Path) -> None:
    ids = write_templates([recorded(ACCOUNT, "Microsoft.Storage/storageAccounts")] * 2, tmp_path)
    assert ids == {"000.json": ACCOUNT, "001.json": ACCOUNT}
    assert json.loads((tmp_path / "001.json").read_text())["resources"][0]["name"] == "acc"
