"""Bodies are held against the schema of their type and API version; what has none isn't called valid."""

import json
from pathlib import Path
from typing import Any

import pytest

from toolchain.conformance.published import Published, published


@pytest.fixture
def schemas(tmp_path: Path) -> Published:
    row = {"armType": "Microsoft.Storage/storageAccounts", "apiVersion": "2024-01-01", "file": "account.json"}
    index = {"_meta": {"source": "a source"}, "resources": {"azure-native:storage:StorageAccount": row}}
    (tmp_path / "index.json").write_text(json.dumps(index))
    schema = {"type": "object", "required": ["location"], "properties": {"location": {"type": "string"}}}
    (tmp_path / "account.json").write_text(json.dumps(schema))
    found = published(tmp_path)
    assert found is not None
    return found


def account(body: dict[str, Any], api_version: str = "2024-01-01") -> dict[str, Any]:
    return {"type": "microsoft.storage/StorageAccounts", "apiVersion": api_version, "body": body}


def test_a_valid_body_breaks_nothing(schemas: Published) -> None:
    assert schemas.errors(account({"location": "eastus2"})) == []


def test_members_that_are_null_count_as_left_out(schemas: Published) -> None:
    assert schemas.errors(account({"location": "eastus2", "tags": None})) == []
    assert schemas.errors(account({"location": None})) == ["$: 'location' is a required property"]


def test_an_invalid_body_is_told_where(schemas: Published) -> None:
    assert schemas.errors(account({"location": 5})) == ["$.location: 5 is not of type 'string'"]


def test_an_api_version_that_is_not_published_is_an_error(schemas: Published) -> None:
    assert "2099-01-01" in schemas.errors(account({"location": "eastus2"}, "2099-01-01"))[0]


def test_types_without_any_schema_are_told_apart_from_unknown_versions(schemas: Published) -> None:
    assert schemas.knows("Microsoft.Storage/storageaccounts")
    assert not schemas.knows("Microsoft.Insights/metricAlerts")


def test_a_folder_without_schemas_is_told_apart(tmp_path: Path) -> None:
    assert published(tmp_path / "nowhere") is None
