"""docs/identity.md says what the stacks grant and what the steps need."""

from pathlib import Path

from stacks.platform_stack import NAMESPACES
from tests.roles.declared import principal_of, stack_of
from tests.roles.rights import CUSTOM_ROLES, custom_role
from tests.roles.table import table

DOCUMENT = (Path(__file__).parents[2] / "docs" / "identity.md").read_text(encoding="utf-8")


def test_the_table_of_steps_is_current() -> None:
    assert table() in DOCUMENT, "run: python -m tests.roles.table, and put it at the end of docs/identity.md"


def test_the_owner_makes_every_custom_role_that_there_is() -> None:
    (loop,) = [line for line in DOCUMENT.splitlines() if line.strip().startswith("for role in")]
    assert {file.stem for file in CUSTOM_ROLES.glob("*.json")} == set(loop.split(" in ")[1].split(";")[0].split())


def test_every_role_of_the_deployer_is_told() -> None:
    deployer = principal_of("deployer-identity")
    reasons = stack_of("platform").declared.all("azure-native:authorization:RoleAssignment")
    told = DOCUMENT.split("### What the deployer has")[1].split("## Steps")[0].lower().replace(" ", "-")
    for name, each in reasons.items():
        if each["principalId"] == deployer and name != "deployer-rbac-administrator":
            assert name.removeprefix("deployer-") in told


def test_the_deployer_may_register_what_stacks_register_and_nothing_else() -> None:
    actions = custom_role("deployer-in-subscription")["permissions"][0]["actions"]
    registered = {each.removesuffix("/register/action") for each in actions if each.endswith("/register/action")}
    assert registered == set(NAMESPACES)


def test_no_custom_role_has_data_or_everything() -> None:
    for file in CUSTOM_ROLES.glob("*.json"):
        for permission in custom_role(file.stem)["permissions"]:
            assert permission["dataActions"] == []
            assert not [each for each in permission["actions"] if each.startswith("*") or each.count("/") < 2]
