"""The schema of the package: whole in itself, and saying of each class what the installed SDK says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from catalogue.resource_types import ResourceType, tokens
from tests.toolchain.azure_native.provider import Provider
from toolchain.azure_native import schema as schema_process
from toolchain.azure_native.errors import ProviderError
from toolchain.azure_native.schema import schema_text

ROWS = [pytest.param(token, row, id=token) for token, row in tokens().items()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("schema") / "kept"


@pytest.fixture(scope="module")
def schema(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(schema_text(folder))
    return read


def references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_every_type_that_is_referred_to_is_there(schema: dict[str, Any]) -> None:
    own = {reference for reference in references(schema) if reference.startswith("#/types/")}
    assert own == {f"#/types/{token}" for token in schema["types"]}


@pytest.mark.parametrize(("token", "row"), ROWS)
def test_a_resource_has_its_inputs_outputs_and_functions(schema: dict[str, Any], token: str, row: ResourceType) -> None:
    resource = schema["resources"][f"azure-native:{token}"]
    assert set(row.required) == set(resource["requiredInputs"])
    assert set(row.parameters) - {"subscriptionId"} <= set(resource["inputProperties"])
    assert set(row.outputs) <= set(resource["properties"])
    module, _, name = token.partition(":")
    for function in (f"get{name}", *row.functions):
        described = schema["functions"][f"azure-native:{module}:{function}"]
        assert set(described["inputs"]["required"]) == set(row.parameters) - {"subscriptionId"}


def test_values_are_typed_as_the_sdk_types_them(schema: dict[str, Any]) -> None:
    account = schema["resources"]["azure-native:storage:StorageAccount"]["inputProperties"]
    assert account["isHnsEnabled"] == {"type": "boolean"}
    assert account["tags"] == {"type": "object", "additionalProperties": {"type": "string"}}
    assert account["sku"] == {"$ref": "#/types/azure-native:storage:Sku"}
    assert account["kind"]["oneOf"] == [{"type": "string"}, {"$ref": "#/types/azure-native:storage:Kind"}]
    assert {"name": "BLOB_STORAGE", "value": "BlobStorage"} in schema["types"]["azure-native:storage:Kind"]["enum"]
    assert schema["types"]["azure-native:storage:Sku"]["required"] == ["name"]


def test_a_member_of_several_shapes_says_what_tells_them_apart(schema: dict[str, Any]) -> None:
    properties = schema["resources"]["azure-native:machinelearningservices:Compute"]["inputProperties"]["properties"]
    assert properties["discriminator"]["propertyName"] == "computeType"
    cluster = properties["discriminator"]["mapping"]["AmlCompute"]
    assert cluster == "#/types/azure-native:machinelearningservices:AmlCompute"
    assert schema["types"][cluster.removeprefix("#/types/")]["properties"]["computeType"]["const"] == "AmlCompute"


def test_it_is_made_once_and_kept(schema: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(schema_process.sys, "executable", "/bin/false")
    assert json.loads(schema_text(folder)) == schema


def test_a_schema_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_process.sys, "executable", "/bin/false")
    with pytest.raises(ProviderError, match="the schema could not be read off the installed SDK"):
        schema_text(tmp_path)


def test_the_engine_gets_it_as_json(provider: Provider, schema: dict[str, Any]) -> None:
    assert json.loads(provider.stub.GetSchema(pb.GetSchemaRequest()).schema) == schema
