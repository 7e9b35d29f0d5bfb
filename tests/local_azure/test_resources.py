"""Resources are found by id in any case, and listed by scope, depth and type."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local_azure.resources import Resource, Resources
from local_azure.store import Store

MOMENT = datetime(2026, 10, 7, tzinfo=UTC)
GROUP = "/subscriptions/s/resourceGroups/rg"
ACCOUNT = f"{GROUP}/providers/Microsoft.A/accounts/one"


def resource(resource_id: str, kind: str) -> Resource:
    return Resource(
        resource_id, kind, resource_id.rsplit("/", 1)[1], "2024-01-01", {"location": "eastus2"}, MOMENT, MOMENT
    )


@pytest.fixture
def resources(tmp_path: Path) -> Iterator[Resources]:
    store = Store(tmp_path / "state.sqlite")
    kept = Resources(store)
    kept.put(resource(ACCOUNT, "Microsoft.A/accounts"))
    kept.put(resource(f"{ACCOUNT}2", "Microsoft.A/accounts"))
    kept.put(resource(f"{ACCOUNT}/deployments/d", "Microsoft.A/accounts/deployments"))
    kept.put(resource(f"{ACCOUNT}/deployments/d/parts/p", "Microsoft.A/accounts/deployments/parts"))
    kept.put(resource(f"{ACCOUNT}/providers/Microsoft.B/locks/l", "Microsoft.B/locks"))
    yield kept
    store.close()


def names(found: list[Resource]) -> list[str]:
    return [each.name for each in found]


def test_an_id_is_found_in_any_case_and_as_it_was_stored(resources: Resources) -> None:
    assert resources.get(ACCOUNT.upper()) == resource(ACCOUNT, "Microsoft.A/accounts")


def test_children_are_those_nested_directly_below(resources: Resources) -> None:
    assert names(resources.children(ACCOUNT)) == ["d"]
    assert names(resources.children(f"{ACCOUNT}/deployments/d")) == ["p"]
    assert names(resources.children(ACCOUNT, "microsoft.a/accounts/projects")) == []


def test_a_list_has_every_depth_and_no_neighbour_with_a_longer_name(resources: Resources) -> None:
    assert names(resources.list(ACCOUNT)) == ["d", "p", "l"]
    assert names(resources.list(GROUP, "MICROSOFT.A/ACCOUNTS")) == ["one", "one2"]
    assert names(resources.of_type("Microsoft.B/locks")) == ["l"]


def test_resources_are_found_by_type_and_name_in_any_case_wherever_they_are(resources: Resources) -> None:
    elsewhere = resource(
        "/subscriptions/s/resourceGroups/other/providers/Microsoft.A/accounts/ONE", "Microsoft.A/accounts"
    )
    resources.put(elsewhere)
    assert [each.id for each in resources.named("MICROSOFT.A/accounts", "One")] == [elsewhere.id, ACCOUNT]
    assert resources.named("Microsoft.A/accounts", "ne") == []
    assert resources.named("Microsoft.B/locks", "one") == []


def test_a_resource_knows_its_group(resources: Resources) -> None:
    assert resource(ACCOUNT, "x").group == "rg"
    assert resource("/subscriptions/s/providers/Microsoft.A/x/y", "x").group == ""


def test_deleting_takes_the_resource_alone(resources: Resources) -> None:
    resources.delete(ACCOUNT.lower())
    assert resources.get(ACCOUNT) is None
    assert names(resources.list(ACCOUNT)) == ["d", "p", "l"]
