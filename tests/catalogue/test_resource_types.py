"""The type table is complete in itself, quick to read, and agrees with what Azure publishes where that is at hand."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from catalogue.resource_types import ResourceType, UnknownResourceTypeError, by_token, by_type, resource_types, tokens
from tests.catalogue.sdk_shapes import input_members, response_only

PUBLISHED = Path(__file__).parents[3] / "shared" / "arm"
UNPUBLISHED = {"monitor:MetricAlert", "monitor:ActionGroup"}
"""Declared by the suite, and not among the types whose published schemas are at hand."""
ROWS = [pytest.param(row, id=row.type) for row in resource_types().values()]
TOKEN_ROWS = [pytest.param(row, id=token) for token, row in tokens().items()]


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    return _published("index.json")["resources"]


@pytest.fixture(scope="module")
def official() -> dict[str, Any]:
    return _published("tokens.json")["tokens"]


def _published(name: str) -> dict[str, Any]:
    if not (PUBLISHED / name).is_file():
        pytest.skip(f"{PUBLISHED / name} is not here: the rows were not compared with what Azure publishes")
    read: dict[str, Any] = json.loads((PUBLISHED / name).read_text())
    return read


def _elsewhere(row: ResourceType, name: str) -> str:
    if name in row.query:
        return f"query:{row.query[name]}"
    return f"{name} (read only)" if name in row.read_only and name not in row.parameters else f"url:{name}"


def _of_type(published: dict[str, Any], row: ResourceType) -> dict[str, Any]:
    for entry in published.values():
        if entry["armType"].lower() == row.type.lower() and entry["apiVersion"] == row.api_version:
            found: dict[str, Any] = entry
            return found
    pytest.skip(f"{row.type}@{row.api_version} is not among what was published with the suite's types")


def _of_token(published: dict[str, Any], row: ResourceType) -> dict[str, Any]:
    if row.token in UNPUBLISHED:
        pytest.skip(f"{row.token} is not among what was published with the suite's types")
    found: dict[str, Any] = published[f"azure-native:{row.token}"]
    return found


def test_a_type_is_found_in_any_case_and_by_token() -> None:
    assert by_type("microsoft.storage/STORAGEACCOUNTS") is by_token("azure-native:storage:StorageAccount")


def test_an_unknown_type_is_refused_by_name() -> None:
    with pytest.raises(UnknownResourceTypeError, match=re.escape("Microsoft.Nothing/at is not in catalogue/types")):
        by_type("Microsoft.Nothing/at")


def test_a_flattened_input_lands_in_properties_and_an_envelope_member_at_the_top() -> None:
    account = by_token("storage:StorageAccount")
    assert account.body_path("accessTier") == "properties.accessTier"
    assert account.body_path("enableHttpsTrafficOnly") == "properties.supportsHttpsTrafficOnly"
    assert account.body_path("sku") == "sku"
    assert account.body_path("accountName") is None
    assert by_token("operationalinsights:Workspace").body_path("sku") == "properties.sku"


@pytest.mark.parametrize("row", ROWS)
def test_each_row_ends_in_its_own_name_and_gives_its_sources(row: ResourceType) -> None:
    assert row.path.endswith(f"{{{row.name_parameter}}}")
    assert row.source
    assert row.as_of
    assert all(fact.source for fact in (row.replace, row.immutable) if fact.inputs or fact.members)
    re.compile(row.name.pattern or "")


@pytest.mark.parametrize("row", ROWS)
def test_path_and_version_are_the_published_ones(row: ResourceType, published: dict[str, Any]) -> None:
    entry = _of_type(published, row)
    assert entry["path"].lstrip("/") == row.path.lstrip("/")
    if row.token:
        assert published[f"azure-native:{row.token}"]["apiVersion"] == row.api_version


@pytest.mark.parametrize("row", TOKEN_ROWS)
def test_each_published_input_lands_where_azure_has_it(row: ResourceType, published: dict[str, Any]) -> None:
    entry = _of_token(published, row)
    ours = {name: row.body_path(name) or _elsewhere(row, name) for name in entry["pulumiToArm"]}
    assert ours == {
        name: place["path"] + " (read only)" if isinstance(place, dict) else place
        for name, place in entry["pulumiToArm"].items()
    }
    assert sorted(row.required) == sorted(entry["requiredInputs"])
    assert not set(row.body) - set(entry["pulumiToArm"])


@pytest.mark.parametrize("row", ROWS)
def test_the_name_rule_is_not_laxer_than_the_published_one(row: ResourceType, published: dict[str, Any]) -> None:
    rule = _of_type(published, row).get("name") or {}
    if "const" in rule:
        assert row.name.pattern == f"^{rule['const']}$"
    else:
        assert rule.get("pattern", row.name.pattern) == row.name.pattern
        assert rule.get("minLength", row.name.min) == row.name.min
        assert rule.get("maxLength", row.name.max) == row.name.max


@pytest.mark.parametrize("row", TOKEN_ROWS)
def test_names_replacements_and_outputs_are_the_official_providers(row: ResourceType, official: dict[str, Any]) -> None:
    entry = _of_token(official, row)
    assert (row.name_parameter, row.auto_name) == (entry["autoName"]["property"], entry["autoName"]["strategy"])
    assert row.location == entry["autoLocation"]
    replace = entry["forceReplace"]
    expected = {*replace["forceNewMap"], *(replace["createOnly"] or ()), *replace["likelyCreateOnly"]}
    assert set(row.replace.inputs) == expected
    assert set(row.parameters) - {"subscriptionId"} == set(replace["pathParams"])
    assert sorted(row.outputs) == sorted(set(entry["outputOnly"]) - {"name", "type", "azureApiVersion"})
    assert list(row.kept_members) == [_in_body(row, member) for member in entry["maintainedSubResources"]]


def _in_body(row: ResourceType, member: str) -> str:
    return member if member.startswith("properties.") else row.body_path(member) or ""


def test_every_published_class_has_a_row(published: dict[str, Any]) -> None:
    rows = {f"azure-native:{token}" for token in tokens() if token not in UNPUBLISHED}
    assert rows == {key for key in published if key.startswith("azure")}


@pytest.mark.parametrize("row", TOKEN_ROWS)
def test_nested_members_are_named_in_the_body_as_published(row: ResourceType) -> None:
    _of_token(_published("index.json")["resources"], row)
    published, module = _published("index.json")["inputTypes"], (row.token or "").partition(":")[0]
    nested, sets, never_sent = {}, set(), set()
    for path, owner, name in input_members(row.token or ""):
        place = published.get(f"{module}:{owner.__name__}", {}).get(name, name)
        if place is None or (isinstance(place, dict) and place.get("readOnly")):
            never_sent.add(path)
        elif isinstance(place, dict):
            sets.add(path)
        elif place != name:
            nested[path] = place
    assert {path: place for path, place in nested.items() if not _within(path, row.read_only)} == dict(row.nested)
    assert sets == set(row.string_sets)
    assert {path for path in never_sent if not _within(path, row.read_only)} == set()


@pytest.mark.parametrize("row", TOKEN_ROWS)
def test_no_member_that_only_answers_have_is_taken_for_an_input(row: ResourceType) -> None:
    assert [path for path in response_only(row.token or "") if not _within(path, row.read_only)] == []


def _within(path: str, members: tuple[str, ...]) -> bool:
    return any(path == member or path.startswith((f"{member}.", f"{member}[", f"{member}{{")) for member in members)


def test_reading_the_table_is_well_under_a_second_of_work() -> None:
    program = [
        "import time",
        "started = time.process_time()",
        "from catalogue.resource_types import resource_types",
        "resource_types()",
        "print(time.process_time() - started)",
    ]
    done = subprocess.run([sys.executable, "-c", "\n".join(program)], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 1
