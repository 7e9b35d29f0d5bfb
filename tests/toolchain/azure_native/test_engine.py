"""Through the real engine and a real provider process, against a local Azure."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_azure.environment import client_environment
from tests.local_azure.running import LocalAzure, group_id
from tests.toolchain.azure_native.engine import Engine, inherited
from toolchain.paths import PartMissingError, language_program, pulumi_executable, root, stand_in_directory

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

PROGRAM = """\
import pulumi
from pulumi_azure_native import managedidentity, resources

group = resources.ResourceGroup("group", resource_group_name="{group}", location="eastus2",
    tags={{"password": pulumi.Output.secret("do-not-show")}}{options})
identity = managedidentity.UserAssignedIdentity("identity", resource_group_name=group.name{more})
pulumi.export("principal", identity.principal_id)
"""


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    try:
        pulumi_executable(root()), language_program(root()), stand_in_directory(root())
    except PartMissingError as error:
        pytest.skip(f"the stand-in was not tried with the real engine: {error}")
    with LocalAzure(tmp_path_factory.mktemp("azure")) as running:
        running.register_all()
        yield running


@pytest.fixture
def engine(azure: LocalAzure, tmp_path: Path) -> Engine:
    environment = client_environment(azure.directory, root=root(), instance=azure.instance, inherited=inherited())
    made = Engine(tmp_path, environment.applied_to(inherited()))
    made.make(tmp_path.name)
    return made


def program(group: str, *, options: str = "", more: str = "") -> str:
    return PROGRAM.format(group=group, options=options, more=more)


def test_a_stack_goes_up_stays_as_it_is_and_goes_down(engine: Engine, azure: LocalAzure) -> None:
    engine.program(program("story"))
    assert "+ 3 to create" in engine.run("preview")
    assert azure.call("GET", group_id("story")).status_code == 404
    assert "+ 3 created" in engine.up()
    assert "do-not-show" not in engine.state()
    assert azure.call("GET", group_id("story")).json()["tags"] == {"password": "do-not-show"}
    again = engine.up()
    assert "3 unchanged" in again
    assert "update" not in again.partition("Resources:")[2]
    assert "3 unchanged" in engine.run("refresh", "--yes", "--skip-preview")
    assert "- 3 deleted" in engine.run("destroy", "--yes", "--skip-preview")
    assert azure.call("GET", group_id("story")).status_code == 404


def test_another_place_replaces_and_a_name_made_up_lets_the_new_one_come_first(engine: Engine) -> None:
    engine.program(program("moved"))
    engine.up()
    before = engine.resources("managedidentity:UserAssignedIdentity")[0]
    engine.program(program("moved", more=', location="swedencentral"'))
    printed = engine.up()
    assert "1 replaced" in printed
    assert printed.index("creating replacement") < printed.index("deleting original")
    after = engine.resources("managedidentity:UserAssignedIdentity")[0]
    assert (before["inputs"]["location"], after["inputs"]["location"]) == ("eastus2", "swedencentral")
    assert before["inputs"]["resourceName"] != after["inputs"]["resourceName"]


def test_what_exists_is_imported_not_created_again(engine: Engine, azure: LocalAzure) -> None:
    azure.put(group_id("found"), {"location": "eastus2", "tags": {"password": "do-not-show"}})
    imported = f', opts=pulumi.ResourceOptions(import_="{group_id("found")}")'
    engine.program(program("found", options=imported))
    assert "= 1 imported" in engine.up()
    assert engine.resources("resources:ResourceGroup")[0]["inputs"]["resourceGroupName"] == "found"


def test_what_someone_changed_is_found_by_refresh_and_put_right_by_up(engine: Engine, azure: LocalAzure) -> None:
    engine.program(program("drift"))
    engine.up()
    azure.put(group_id("drift"), {"location": "eastus2", "tags": {"password": "guessed"}})
    assert "~ 1 updated" in engine.run("refresh", "--yes", "--skip-preview")
    assert "~ 1 updated" in engine.up()
    assert azure.call("GET", group_id("drift")).json()["tags"] == {"password": "do-not-show"}


def test_a_preview_tells_each_change_by_its_path_and_changes_nothing(engine: Engine, azure: LocalAzure) -> None:
    engine.program(program("told"))
    engine.up()
    engine.program(program("told", options=', managed_by="the-team"', more=', tags={"owner": "me"}'))
    told = engine.run("preview", "--diff")
    assert 'managedBy: "the-team"' in told
    assert re.search(r'\+ tags *: \{\s+\+ owner: "me"', told)
    assert "managedBy" not in azure.call("GET", group_id("told")).json()


def test_only_what_is_aimed_at_is_changed_and_replaced(engine: Engine, azure: LocalAzure) -> None:
    engine.program(program("aimed"))
    engine.up()
    before = engine.resources("managedidentity:UserAssignedIdentity")[0]
    engine.program(program("aimed", options=', managed_by="the-team"', more=', tags={"owner": "me"}'))
    assert "~ 1 updated" in engine.run("up", "--yes", "--skip-preview", "--target", before["urn"])
    assert "managedBy" not in azure.call("GET", group_id("aimed")).json()
    assert "+-1 replaced" in engine.run("up", "--yes", "--skip-preview", "--target-replace", before["urn"])
    after = engine.resources("managedidentity:UserAssignedIdentity")[0]
    assert after["id"] != before["id"]
    assert azure.call("GET", before["id"]).status_code == 404


def test_the_import_command_writes_a_program_that_leaves_what_it_took_as_it_is(
    engine: Engine, azure: LocalAzure
) -> None:
    group = azure.put(group_id("taken"), {"location": "eastus2", "tags": {"ownerName": "me"}})
    data = azure.put(
        f"{group['id']}/providers/Microsoft.Storage/storageAccounts/takendata1",
        {
            "location": "eastus2",
            "kind": "StorageV2",
            "sku": {"name": "Standard_LRS"},
            "properties": {"networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "203.0.113.7"}]}},
        },
    )
    wanted = [("resources:ResourceGroup", "my-group", group["id"]), ("storage:StorageAccount", "data", data["id"])]
    resources = [{"type": f"azure-native:{token}", "name": name, "id": made} for token, name, made in wanted]
    (engine.folder / "wanted.json").write_text(json.dumps({"resources": resources}))
    engine.run("import", "--file", "wanted.json", "--out", "__main__.py", "--yes", "--skip-preview")
    written = (engine.folder / "__main__.py").read_text()
    assert "resource_group_name=my_group.name" in written
    assert '"ownerName": "me"' in written
    printed = engine.run("preview")
    assert "3 unchanged" in printed
    assert "warning" not in printed
