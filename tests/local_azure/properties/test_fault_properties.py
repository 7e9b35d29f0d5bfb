"""Faults hit the same requests in every run, begin after as many as they say and end after as many more."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from local_azure.faults.rules import FaultPlan, Faults, Rule, keep_faults

METHODS = st.sampled_from(["GET", "PUT", "DELETE"])
PATHS = st.sampled_from(["/a", "/a/b", "/b"])
REQUESTS = st.lists(st.tuples(METHODS, PATHS), max_size=30)
RULES = st.builds(
    Rule,
    method=METHODS | st.just("*"),
    path=PATHS | st.sampled_from(["*", "*/b"]),
    after=st.integers(0, 4),
    times=st.none() | st.integers(1, 4),
    probability=st.sampled_from([1.0, 0.5]),
)
PLANS = st.builds(Faults, rules=st.lists(RULES, max_size=3).map(tuple), seed=st.integers(0, 3))


def hits(faults: Faults, requests: list[tuple[str, str]]) -> list[Rule | None]:
    with tempfile.TemporaryDirectory() as folder:
        keep_faults(Path(folder), faults)
        plan = FaultPlan(Path(folder))
        return [plan.hit(method, "management.azure.com", path) for method, path in requests]


@given(faults=PLANS, requests=REQUESTS)
def test_the_same_requests_are_hit_in_every_run(faults: Faults, requests: list[tuple[str, str]]) -> None:
    assert hits(faults, requests) == hits(faults, requests)


@given(faults=PLANS, requests=REQUESTS, at=st.integers(0, 30))
def test_what_comes_later_changes_nothing_of_what_was_hit(
    faults: Faults, requests: list[tuple[str, str]], at: int
) -> None:
    assert hits(faults, requests)[:at] == hits(faults, requests[:at])


@given(rule=RULES, requests=REQUESTS, seed=st.integers(0, 3))
def test_a_rule_lets_the_first_through_and_ends_after_its_times(
    rule: Rule, requests: list[tuple[str, str]], seed: int
) -> None:
    fitting = [number for number, (method, path) in enumerate(requests) if rule.fits(method, "any", path)]
    last = None if rule.times is None else rule.after + rule.times
    may_be_hit = fitting[rule.after : last]
    hit = [number for number, found in enumerate(hits(Faults(rules=(rule,), seed=seed), requests)) if found]
    assert set(hit) <= set(may_be_hit)
    if rule.probability == 1:
        assert hit == may_be_hit


@given(faults=PLANS, requests=REQUESTS)
def test_of_several_rules_the_first_counts_and_each_counts_for_itself(
    faults: Faults, requests: list[tuple[str, str]]
) -> None:
    one_by_one = [
        hits(Faults(rules=tuple(each if at == number else _never() for at, each in enumerate(faults.rules)),
                    seed=faults.seed), requests)
        for number in range(len(faults.rules))
    ]  # fmt: skip
    together = hits(faults, requests)
    for number, found in enumerate(together):
        assert found == next((alone[number] for alone in one_by_one if alone[number]), None)


def _never() -> Rule:
    return Rule(path="no such path")
