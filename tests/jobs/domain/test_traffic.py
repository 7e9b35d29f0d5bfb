"""Blue and green: which is free, and how shares are read."""

import pytest

from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import UsageError
from jobs.domain.traffic import free_colour, live, moved, parsed


def behind(**traffic: int) -> list[Endpoint]:
    return [
        Endpoint("style", "Succeeded", "", "model", False, deployment=name, traffic=share)
        for name, share in traffic.items()
    ]


@pytest.mark.parametrize(
    ("there", "free"),
    [({}, "blue"), ({"blue": 100}, "green"), ({"green": 100}, "blue"), ({"blue": 0, "green": 100}, "blue")],
)
def test_a_new_deployment_takes_the_colour_that_gets_no_requests(there: dict[str, int], free: str) -> None:
    assert free_colour(behind(**there)) == free


def test_neither_is_replaced_while_both_get_requests() -> None:
    with pytest.raises(UsageError, match="both deployments of endpoint style get traffic: blue 90 %, green 10 %"):
        free_colour(behind(blue=90, green=10))


def test_the_busiest_is_live_and_none_is_where_none_is_asked() -> None:
    now = live(behind(blue=10, green=90))
    assert now is not None
    assert now.deployment == "green"
    assert live(behind(blue=0)) is None
    assert live([]) is None


def test_the_old_one_has_what_the_new_one_has_not() -> None:
    assert moved("green", 10, "blue") == {"green": 10, "blue": 90}
    assert moved("green", 100, "blue") == {"green": 100}
    assert moved("blue", 10, None) == {"blue": 100}


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (["blue"], "'blue' is no share"),
        (["blue=ten"], "no share"),
        (["blue=-5"], "no share"),
        (["red=100"], "no deployment red"),
        (["blue=90"], "90 % in all"),
        (["blue=90", "green=20"], "110 % in all"),
    ],
)
def test_what_are_no_shares_of_what_is_there_is_refused(settings: list[str], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        parsed(settings, behind(blue=100, green=0))


def test_shares_are_read() -> None:
    assert parsed(["blue=90", "green=10"], behind(blue=100, green=0)) == {"blue": 90, "green": 10}
