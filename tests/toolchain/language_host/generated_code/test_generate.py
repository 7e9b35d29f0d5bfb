"""The Python program that `pulumi import` shows: runnable, with names as the packages have them."""

from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.proto import language_pb2

from toolchain.language_host.children import Children
from toolchain.language_host.generated_code.declarations import DeclarationError
from toolchain.language_host.generated_code.generate import generate
from toolchain.language_host.generated_code.python_names import class_of, python_name
from toolchain.language_host.servicer import LanguageHost

SPACE = {"$ref": "#/types/azure-native:network:Space"}
SUBNET = {"$ref": "#/types/azure-native:network:Subnet"}
PREFIXES = {"type": "array", "items": {"type": "string"}}
SCHEMA: dict[str, Any] = {
    "resources": {
        "azure-native:network:Net": {
            "inputProperties": {
                "space": SPACE,
                "subnets": {"type": "array", "items": SUBNET},
                "tags": {"type": "object", "additionalProperties": {"type": "string"}},
                "byName": {"type": "object", "additionalProperties": SPACE},
                "either": {"oneOf": [{"type": "string"}, SPACE]},
                "told": {
                    "oneOf": [SPACE, SUBNET],
                    "discriminator": {"propertyName": "kindOf", "mapping": {"Two": SUBNET["$ref"]}},
                },
                "anything": {"$ref": "pulumi.json#/Any"},
            }
        }
    },
    "types": {
        "azure-native:network:Space": {"properties": {"addressPrefixes": PREFIXES}},
        "azure-native:network:Subnet": {"properties": {"kindOf": {}, "space": SPACE}},
    },
}


def program(*lines: str, options: str = "") -> str:
    source = 'resource net "azure-native:network:Net" {\n' + "\n".join(lines) + options + "\n}"
    return generate({"file": source}, lambda _package, _version: SCHEMA)


def test_members_of_typed_objects_are_named_as_in_python_and_keys_of_maps_stay() -> None:
    written = program(
        'space = { addressPrefixes = ["10.0.0.0/16"] }',
        'subnets = [{ space = { addressPrefixes = ["a"] } }]',
        'tags = { ownerName = "me" }',
        "byName = { oneName = { addressPrefixes = [] } }",
        "either = { addressPrefixes = [] }",
        'told = { kindOf = "Two", space = { addressPrefixes = [] } }',
        "anything = { someKey = { addressPrefixes = [] } }",
    )
    assert written.count('"address_prefixes"') == 5
    assert written.count('"addressPrefixes"') == 1
    assert '"ownerName": "me"' in written
    assert '"oneName": {' in written
    assert '"kind_of": "Two"' in written


def test_the_program_is_python_with_imports_names_and_options() -> None:
    written = program(
        'class = "a\\nb"', "on = true", "of = other-one.someName", 'at = "${a.id}/b"', 'key = secret("x")',
        options="\noptions {\nprotect = true\nparent = other-one\n}",
    )  # fmt: skip
    assert written == (
        "import pulumi\n"
        "import pulumi_azure_native as azure_native\n"
        "\n"
        'net = azure_native.network.Net("net",\n'
        '    class_="a\\nb",\n'
        "    on=True,\n"
        "    of=other_one.some_name,\n"
        '    at=pulumi.Output.concat(a.id, "/b"),\n'
        '    key=pulumi.Output.secret("x"),\n'
        "    opts=pulumi.ResourceOptions(protect=True, parent=other_one))\n"
    )
    compile(written, "written", "exec")


def test_a_function_that_is_not_known_is_refused() -> None:
    with pytest.raises(DeclarationError, match="the function fileAsset is not known"):
        program('a = fileAsset("x")')


def test_schemas_are_asked_for_in_the_version_that_was_imported() -> None:
    asked = []
    source = 'package p {\nbaseProviderName = "p"\nbaseProviderVersion = "1.2.3"\n}\nresource a "p:index:T" {\n}'
    generate({"file": source}, lambda package, version: asked.append((package, version)) or {})
    assert asked == [("p", "1.2.3")]


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("azure-native:storage:StorageAccount", "azure_native.storage.StorageAccount"),
        ("random:index/randomId:RandomId", "random.RandomId"),
        ("aws:s3/bucket:Bucket", "aws.s3.Bucket"),
        ("pulumi:providers:azure-native", "azure_native.Provider"),
    ],
)
def test_types_are_named_as_their_packages_name_them(token: str, expected: str) -> None:
    assert class_of(token) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("iPAddressOrRange", "i_p_address_or_range"), ("enableNfsV3", "enable_nfs_v3"), ("7data", "_7data")],
)
def test_members_are_named_as_in_python(name: str, expected: str) -> None:
    assert python_name(name) == expected


def test_what_cannot_be_written_is_told_to_the_engine() -> None:
    host = LanguageHost(engine_address="", runner=Path("runner"), children=Children(), stop=bool)
    request = language_pb2.GenerateProgramRequest(source={"file": 'output a {\nvalue = "x"\n}'})
    answer = host.GenerateProgram(request, None)  # type: ignore[arg-type] - it isn't asked
    assert "no Python can be written for this: a block 'output'" in answer.diagnostics[0].summary
    assert not answer.source
