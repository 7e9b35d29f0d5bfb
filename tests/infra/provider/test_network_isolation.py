"""NetworkIsolation: closing a managed network passes, opening it is refused until replacing is allowed."""

import pytest

from infra.provider.network_isolation import NetworkIsolation
from infra.provider.own_resource import Created

GUARD = NetworkIsolation()


def inputs(isolation: str, *, allow_replace: bool = False) -> dict[str, object]:
    return {"isolation": isolation, "allowReplace": allow_replace}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Disabled", "Disabled"),
        ("Disabled", "AllowOnlyApprovedOutbound"),
        ("AllowInternetOutbound", "AllowOnlyApprovedOutbound"),
    ],
)
def test_a_network_may_stay_and_may_be_closed_further(before: str, after: str) -> None:
    assert GUARD.check_change(inputs(before), inputs(after)) == {}


def test_going_public_again_is_refused_with_the_setting_that_allows_it() -> None:
    refused = GUARD.check_change(inputs("AllowOnlyApprovedOutbound"), inputs("Disabled"))["isolation"]
    assert "tunestack:network.profile is public" in refused
    assert "tunestack:network.allow_replace" in refused


def test_opening_the_isolation_is_refused_under_its_own_setting() -> None:
    refused = GUARD.check_change(inputs("AllowOnlyApprovedOutbound"), inputs("AllowInternetOutbound"))["isolation"]
    assert "tunestack:network.isolation is AllowInternetOutbound" in refused


def test_opening_passes_where_replacing_is_allowed() -> None:
    assert GUARD.check_change(inputs("AllowInternetOutbound"), inputs("Disabled", allow_replace=True)) == {}


def test_an_unknown_isolation_is_refused_with_those_that_there_are() -> None:
    assert "AllowInternetOutbound" in GUARD.check(inputs("Closed"))["isolation"]


def test_it_is_noted_and_read_as_it_was_noted() -> None:
    assert GUARD.create(inputs("Disabled")) == Created("network-isolation", {})
    assert GUARD.read("network-isolation", inputs("Disabled")) == Created("network-isolation", inputs("Disabled"))
    assert GUARD.read("network-isolation", {}) is None
