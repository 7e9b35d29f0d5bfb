"""The choice among deployments: by their shares, the same again for the same seed, and of their own per endpoint."""

from collections import Counter
from datetime import UTC, datetime

from local_azure.machinelearning.online_endpoints.ids import ONLINE_ENDPOINT
from local_azure.machinelearning.online_endpoints.traffic import TrafficSplit
from local_azure.resources import Resource

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def endpoint(name: str = "e", **properties: dict[str, int]) -> Resource:
    return Resource(
        f"/workspaces/w/onlineEndpoints/{name}", ONLINE_ENDPOINT, name, "", {"properties": properties}, NOW, NOW
    )


def choices(seed: int, count: int, asked: Resource, member: str = "traffic") -> list[str | None]:
    split = TrafficSplit(seed)
    return [split.choose(asked, member) for _ in range(count)]


def test_shares_are_kept_over_many_requests() -> None:
    counted = Counter(choices(0, 10_000, endpoint(traffic={"blue": 90, "green": 10, "red": 0})))
    assert set(counted) == {"blue", "green"}
    assert abs(counted["green"] - 1000) < 150


def test_the_same_seed_chooses_the_same_and_another_one_differs() -> None:
    half = endpoint(traffic={"blue": 50, "green": 50})
    assert choices(1, 50, half) == choices(1, 50, half)
    assert choices(1, 50, half) != choices(2, 50, half)
    assert choices(1, 50, half) != choices(1, 50, endpoint("other", traffic={"blue": 50, "green": 50}))


def test_nothing_is_chosen_where_nothing_has_a_share() -> None:
    assert choices(0, 5, endpoint(traffic={"blue": 0})) == [None] * 5


def test_requests_that_are_not_mirrored_go_nowhere_else() -> None:
    counted = Counter(choices(0, 1000, endpoint(mirrorTraffic={"green": 20}), "mirrorTraffic"))
    assert 120 < counted["green"] < 280
    assert counted["green"] + counted[None] == 1000
