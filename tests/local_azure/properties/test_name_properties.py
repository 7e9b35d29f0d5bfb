"""Names are taken where Azure's documentation takes them and refused one step beside, whatever the type."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.resource_types import ResourceType, resource_types
from local_azure.behaviour import Behaviour
from local_azure.identity import SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.management.kinds import Kind
from local_azure.management.name_rules import check_name
from tests.local_azure.properties.answers import refusal_of
from tests.local_azure.properties.in_process import InProcess
from tests.local_azure.running import group_id

GROUP = group_id("rg-names")
ROWS = [row for row in resource_types().values() if row.name.pattern or row.name.min or row.name.max]


def _letters(name: str, others: str = "") -> bool:
    return all((each.isascii() and each.isalnum()) or each in others for each in name)


# Azure's "Naming rules and restrictions for Azure resources" (as of 2026-10), each rule in words of its own.
def group(name: str) -> bool:
    return 1 <= len(name) <= 90 and all(each.isalnum() or each in "-_.()" for each in name) and name[-1] != "."


def storage_account(name: str) -> bool:
    return 3 <= len(name) <= 24 and _letters(name) and name == name.lower()


def container(name: str) -> bool:
    return 3 <= len(name) <= 63 and _letters(name, "-") and name == name.lower() and "--" not in name and _ends(name)


def vault(name: str) -> bool:
    return 3 <= len(name) <= 24 and _letters(name, "-") and name[0].isalpha() and name[-1] != "-" and "--" not in name


def registry(name: str) -> bool:
    return 5 <= len(name) <= 50 and _letters(name)


def identity(name: str) -> bool:
    return 3 <= len(name) <= 128 and _letters(name, "-_") and name[0] not in "-_"


def log_analytics(name: str) -> bool:
    return 4 <= len(name) <= 63 and _letters(name, "-") and _ends(name)


def _ends(name: str) -> bool:
    return name[0] != "-" and name[-1] != "-"


VAULT: dict[str, Any] = {"tenantId": TENANT_ID, "sku": {"family": "A", "name": "standard"}}
HERE: dict[str, Any] = {"location": "eastus2"}
STORAGE = HERE | {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
RULES: dict[str, tuple[Callable[[str], bool], dict[str, Any]]] = {
    f"{SUBSCRIPTION_SCOPE}/resourceGroups": (group, HERE),
    f"{GROUP}/providers/Microsoft.Storage/storageAccounts": (storage_account, STORAGE),
    f"{GROUP}/providers/Microsoft.Storage/storageAccounts/stnames/blobServices/default/containers": (container, {}),
    f"{GROUP}/providers/Microsoft.KeyVault/vaults": (vault, HERE | {"properties": VAULT}),
    f"{GROUP}/providers/Microsoft.ContainerRegistry/registries": (registry, HERE | {"sku": {"name": "Basic"}}),
    f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities": (identity, HERE),
    f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces": (log_analytics, HERE | {"properties": {}}),
}
ALPHABET = st.sampled_from("aZ9-_.(b\n é")
LENGTHS = [1, 2, 3, 4, 5, 24, 25, 50, 51, 63, 64, 90, 91, 128, 129]
# Short ones of odd characters, and plain ones about as long as some rule allows, with one odd character at most.
NAMES = st.text(ALPHABET, min_size=1, max_size=6) | st.builds(
    lambda length, odd, at: ("a" * length)[:at] + odd + ("a" * length)[at + 1 :],
    st.sampled_from(LENGTHS),
    st.sampled_from(["a", "a", "-", "--", "Z", ".", "\n"]),
    st.sampled_from([0, 1, 2, 10_000]),
)  # fmt: skip


@pytest.fixture(scope="module")
def named(azure: InProcess) -> InProcess:
    azure.put(GROUP, HERE)
    azure.put(f"{GROUP}/providers/Microsoft.Storage/storageAccounts/stnames", STORAGE)
    return azure


@pytest.mark.parametrize("collection", RULES, ids=[each.rsplit("/", 1)[-1] for each in RULES])
@settings(max_examples=30)
@given(name=NAMES)
def test_a_name_is_taken_where_the_documentation_takes_it(named: InProcess, collection: str, name: str) -> None:
    rule, body = RULES[collection]
    answer = named.call("PUT", f"{collection}/{name}", body)
    assert (answer.status < 300) == rule(name), (name, answer)
    if answer.status < 300:
        named.settle()
        assert named.call("GET", f"{collection}/{name}").json()["name"] == name
        named.call("DELETE", f"{collection}/{name}")
        named.settle()
        if collection.endswith("/vaults"):
            named.call(
                "POST",
                f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/locations/eastus2/deletedVaults/{name}/purge",
            )
            named.settle()
    else:
        assert answer.code in ("InvalidResourceName", "InvalidResourceGroupName", "BadRequest"), answer


def refused(row: ResourceType, name: str) -> bool:
    refusal = refusal_of(lambda: check_name(Kind(row, Behaviour()), name))
    assert refusal is None or (refusal.status, refusal.code) == (400, "InvalidResourceName")
    return refusal is not None


@pytest.mark.parametrize("row", ROWS, ids=[row.type for row in ROWS])
@settings(max_examples=5)
@given(data=st.data())
def test_each_type_takes_its_legal_names_and_none_a_step_beside(row: ResourceType, data: st.DataObject) -> None:
    # Names are drawn without what a pattern looks ahead for, which few fulfil by chance.
    pattern = re.sub(r"\(\?[=!][^)]*\)", "", row.name.pattern or "[a-z]+")
    least, most = row.name.min or 1, row.name.max or 260
    name = data.draw(st.from_regex(pattern, fullmatch=True).map(lambda text: text[:most]), label="name")
    further = (
        row.type in ("Microsoft.KeyVault/vaults", "Microsoft.Resources/resourceGroups") or "containers" in row.type
    )
    for each in (name, f"{name}\n", f"{name}/", "a" * (most + 1)):
        legal = least <= len(each) <= most and (row.name.pattern is None or re.fullmatch(row.name.pattern, each))
        assert refused(row, each) == (not legal) or (further and refused(row, each))
