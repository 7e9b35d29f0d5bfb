"""Each body that the production stacks send is valid as Azure publishes it."""

import json
from pathlib import Path

import jsonschema
import pytest

from catalogue.resource_types import by_token
from tests.stacks.conftest import THEIRS, Declared, declare, shipped
from toolchain.azure_native.body import request_body
from toolchain.azure_native.values import without_nulls

SHARED = Path(__file__).parents[3] / "shared" / "arm"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="Azure's published body schemas are not beside this clone")


@pytest.mark.parametrize("stack", ["phi3-prod", "gpt4o-prod", "phi3-custom-prod", "platform-prod"])
def test_each_body_of_a_production_stack_is_valid(stack: str) -> None:
    _assert_valid(shipped(stack))


def test_each_body_with_a_key_of_ones_own_is_valid() -> None:
    key = {
        "vault": f"{THEIRS}Microsoft.KeyVault/vaults/kv-theirs",
        "key": f"https://kv-theirs.vault.azure.net/keys/own/{'0' * 32}",
        "identity": f"{THEIRS}Microsoft.ManagedIdentity/userAssignedIdentities/id-theirs",
    }
    _assert_valid(declare({"tunestack:customer_managed_key": json.dumps(key)}, journey="phi3-custom"))


def _assert_valid(stack: Declared) -> None:
    published = json.loads((SHARED / "index.json").read_text())["resources"]
    bodies = [each for each in stack.resources if each.token in published]
    assert bodies
    for each in bodies:
        row, schema = by_token(each.token), json.loads((SHARED / published[each.token]["file"]).read_text())
        body = without_nulls(request_body(row, each.inputs))
        found = list(jsonschema.Draft202012Validator(schema).iter_errors(body))
        assert not found, f"{each.name}: {found[0].json_path}: {found[0].message}"
