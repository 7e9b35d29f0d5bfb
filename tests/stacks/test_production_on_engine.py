"""What destroy leaves, through the real engine: all of a protected stack, and what was there before the stack."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE, TENANT_ID
from tests.local_azure.running import LocalAzure, group_id
from tests.stacks.engine import StackOnEngine
from toolchain.paths import PartMissingError, language_program, pulumi_executable, root, stand_in_directory

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

PROTECTED = {
    "environment": "kept",
    "developer": {"type": "ServicePrincipal"},
    "register_providers": False,
    "diagnostics": False,
    "protect": True,
    "purge_protection": True,
    "soft_deleted": "recover",
}


@pytest.fixture
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    try:
        pulumi_executable(root()), language_program(root()), stand_in_directory(root())
    except PartMissingError as error:
        pytest.skip(f"no stack was tried with the real engine: {error}")
    with LocalAzure(tmp_path_factory.mktemp("azure")) as running:
        running.register_all()
        yield running


@pytest.fixture
def stack(azure: LocalAzure, tmp_path: Path) -> StackOnEngine:
    made = StackOnEngine(azure, tmp_path / "project", "phi3-dev")
    made.make()
    return made


def members(azure: LocalAzure, group: str) -> set[str]:
    """Names the resources in a group by type."""
    listed = azure.call("GET", f"{group_id(group)}/resources").raise_for_status().json()["value"]
    return {each["type"].lower() for each in listed}


def test_a_protected_stack_is_destroyed_only_after_protection_is_taken_back(
    stack: StackOnEngine, azure: LocalAzure
) -> None:
    stack.set(PROTECTED)
    stack.up()
    before = members(azure, "rg-tunestack-phi3-kept")

    code, printed = stack.run("destroy", "--yes")
    assert code != 0
    assert "protected" in printed
    code, _ = stack.run("destroy", "--yes", "--skip-preview")
    assert code != 0
    assert members(azure, "rg-tunestack-phi3-kept") == before

    stack.set({"protect": False})
    stack.up()
    assert stack.run("destroy", "--yes", "--skip-preview")[0] == 0
    assert azure.call("GET", group_id("rg-tunestack-phi3-kept")).status_code == 404
    deleted = azure.call("GET", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/deletedVaults", api="2024-11-01")
    assert len(deleted.json()["value"]) == 1


def test_destroy_leaves_what_was_there_as_it_was(stack: StackOnEngine, azure: LocalAzure) -> None:
    theirs = make_theirs(azure)
    before = {arm_id: azure.call("GET", arm_id).json() for arm_id in theirs.values()}
    stack.set({"environment": "uses", "existing": theirs, "register_providers": False, "diagnostics": False})
    stack.set({"developer": {"type": "ServicePrincipal"}})
    stack.up()
    hub = azure.call("GET", f"{group_id('theirs')}/resources", api="2024-10-01").json()["value"]
    assert {"hub", "project"} <= {str(each.get("kind", "")).lower() for each in hub}

    assert stack.run("destroy", "--yes", "--skip-preview")[0] == 0
    assert {arm_id: azure.call("GET", arm_id).json() for arm_id in theirs.values()} == before
    listed = f"{group_id('theirs')}/providers/Microsoft.Authorization/roleAssignments"
    scopes = [each["properties"]["scope"] for each in azure.call("GET", listed, api="2022-04-01").json()["value"]]
    assert not [scope for scope in scopes if scope.startswith(group_id("theirs"))]


def make_theirs(azure: LocalAzure) -> dict[str, str]:
    """Makes a group with all that a hub stands on, as somebody else would, and returns the ids by setting."""
    group = group_id("theirs")
    azure.put(group, {"location": "eastus2"})
    place = {"location": "eastus2"}
    vault = {"tenantId": TENANT_ID, "sku": {"family": "A", "name": "standard"}}
    vault |= {"enableRbacAuthorization": True, "accessPolicies": []}
    bodies: dict[str, tuple[str, dict[str, Any]]] = {
        "storage_account": (
            "Microsoft.Storage/storageAccounts/sttheirs",
            {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}},
        ),
        "key_vault": ("Microsoft.KeyVault/vaults/kv-theirs", {"properties": vault}),
        "container_registry": ("Microsoft.ContainerRegistry/registries/crtheirs", {"sku": {"name": "Standard"}}),
        "log_analytics": ("Microsoft.OperationalInsights/workspaces/log-theirs", {"properties": {}}),
        "application_insights": (
            "Microsoft.Insights/components/appi-theirs",
            {"kind": "web", "properties": {"Application_Type": "web"}},
        ),
        "identity": ("Microsoft.ManagedIdentity/userAssignedIdentities/id-theirs", {}),
    }
    for path, body in bodies.values():
        azure.put(f"{group}/providers/{path}", place | body)
    return {"resource_group": group, **{name: f"{group}/providers/{path}" for name, (path, _) in bodies.items()}}
