"""The shipped stack files are valid settings, and the schema that editors use is current."""

import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from stacks.configuration import read_settings
from stacks.schema import FILE, schema_text
from stacks.settings import METHODS

STACKS = sorted(FILE.parent.glob("Pulumi.*.yaml"))


def test_each_journey_has_stacks_for_local_dev_and_prod() -> None:
    wanted = {f"Pulumi.{journey}-{place}.yaml" for journey in METHODS for place in ("local", "dev", "prod")}
    assert {file.name for file in STACKS} == wanted


def test_the_schema_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text(), "run: python -m stacks.schema"


@pytest.mark.parametrize("file", STACKS, ids=lambda file: file.stem)
def test_a_stack_file_refers_to_the_schema_and_keeps_to_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=settings.schema.json\n")
    jsonschema.Draft202012Validator(json.loads(FILE.read_text())).validate(yaml.safe_load(text))


@pytest.mark.parametrize("file", STACKS, ids=lambda file: file.stem)
def test_a_stack_file_holds_valid_settings(file: Path) -> None:
    config: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))["config"]
    passed = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
    settings = read_settings(passed)
    assert file.stem == f"Pulumi.{settings.journey}-{settings.environment}"


def test_the_schema_refuses_a_misspelt_key() -> None:
    document = yaml.safe_load(STACKS[0].read_text(encoding="utf-8"))
    document["config"]["tunestack:locaton"] = "eastus2"
    with pytest.raises(jsonschema.ValidationError, match="tunestack:locaton"):
        jsonschema.Draft202012Validator(json.loads(FILE.read_text())).validate(document)


def test_no_file_of_the_program_hides_a_module_of_pythons_own() -> None:
    # Pulumi starts policy packs in this folder, so what lies in it comes first on the path.
    assert [file.name for file in FILE.parent.glob("*.py") if file.stem in sys.stdlib_module_names] == []
