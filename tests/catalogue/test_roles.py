"""Built-in roles by GUID, the same as Azure publishes them."""

import json
from pathlib import Path

import pytest

from catalogue.roles import UnknownRoleError, role, roles

PUBLISHED = Path(__file__).parents[3] / "shared" / "arm" / "roles.json"


def test_a_role_definition_id_is_that_of_the_subscription() -> None:
    expected = (
        "/subscriptions/s1/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d"
    )
    assert role("AcrPull").definition_id("s1") == expected


def test_an_unknown_role_is_refused_naming_the_file() -> None:
    with pytest.raises(UnknownRoleError, match=r"Ownr.*catalogue/roles\.yaml"):
        role("Ownr")


def test_only_roles_that_may_assign_others_carry_a_condition() -> None:
    assigning = {name for name, row in roles().items() if row.condition}
    assert assigning == {"Foundry Account Owner", "Foundry Owner", "Foundry Project Manager"}


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="Azure's published role definitions are not beside this clone")
def test_each_guid_is_the_one_that_azure_publishes() -> None:
    published = {entry["name"]: entry["roleName"] for entry in json.loads(PUBLISHED.read_text())["roles"]}
    known = {str(row.guid): name for name, row in roles().items()}
    assert published.items() <= known.items()
