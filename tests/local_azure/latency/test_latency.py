"""How long things take on Azure: a table with its sources, drawn from the same way in every run, and scaled."""

import pytest

from catalogue.resource_types import resource_types
from local_azure.latency import Latency, azure_times

STORAGE = "Microsoft.Storage/storageAccounts"
WORKSPACE = "Microsoft.MachineLearningServices/workspaces"
# What has a row without being a type that clients PUT.
OTHERS = {"microsoft.resources/providers", "microsoft.machinelearningservices/workspaces/managednetworks"}


def test_without_a_profile_nothing_takes_time() -> None:
    assert Latency().seconds(STORAGE, "create", "/st") == 0


def test_a_time_is_scaled() -> None:
    assert Latency("azure").seconds(STORAGE, "create", "/st") == 21
    assert Latency("azure", 0.05).seconds(STORAGE, "create", "/st") == pytest.approx(1.05)


def test_a_span_is_drawn_from_by_the_resource_and_the_change_the_same_way_each_time() -> None:
    def drawn(*names: str) -> list[float]:
        return [Latency("azure").seconds(WORKSPACE, "create", f"/ws-{name}") for name in names]

    assert drawn("a", "b", "c") == drawn("A", "B", "C")
    assert len(set(drawn("a", "b", "c"))) == 3
    assert all(30 <= seconds <= 120 for seconds in drawn(*map(str, range(50))))


@pytest.mark.parametrize(("resource_type", "change"), [("Microsoft.Storage/else", "create"), (STORAGE, "purge")])
def test_what_the_table_does_not_know_takes_no_time(resource_type: str, change: str) -> None:
    assert Latency("azure").seconds(resource_type, change, "/st") == 0  # type: ignore[arg-type]


def test_types_are_told_apart_without_regard_to_case() -> None:
    assert Latency("azure").seconds(STORAGE.upper(), "create", "/st") == 21


def test_every_row_is_of_a_type_that_there_is() -> None:
    assert set(azure_times()) - set(resource_types()) == OTHERS


def test_every_span_goes_up() -> None:
    spans = [row.span(change) for row in azure_times().values() for change in ("create", "update", "delete")]
    assert all(least <= most for least, most in spans)
