"""Rules say which requests are hit, from which on, how often, and by chance the same ones every time."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from local_azure.faults.rules import FILE, FaultPlan, Faults, Rule, keep_faults, kept_faults, read_faults

ARM = "management.azure.com"


def _hits(plan: FaultPlan, count: int, method: str = "GET", path: str = "/a") -> list[bool]:
    return [plan.hit(method, ARM, path) is not None for _ in range(count)]


def _plan(directory: Path, *rules: Rule, seed: int = 0) -> FaultPlan:
    keep_faults(directory, Faults(rules=rules, seed=seed))
    return FaultPlan(directory)


def test_without_rules_all_requests_get_through(tmp_path: Path) -> None:
    assert _hits(FaultPlan(tmp_path), 3) == [False] * 3


@pytest.mark.parametrize(
    ("rule", "hits"),
    [
        (Rule(), [True, False, False]),
        (Rule(after=1), [False, True, False]),
        (Rule(times=2), [True, True, False]),
        (Rule(times=None), [True, True, True]),
    ],
)
def test_so_many_get_through_and_so_many_are_hit(tmp_path: Path, rule: Rule, hits: list[bool]) -> None:
    assert _hits(_plan(tmp_path, rule), 3) == hits


def test_only_what_fits_is_hit_and_counted(tmp_path: Path) -> None:
    plan = _plan(tmp_path, Rule(method="PUT", host="*.AZURE.com", path="/Groups/*", after=1))
    assert _hits(plan, 2, "GET", "/groups/a") == [False, False]
    assert _hits(plan, 2, "PUT", "/elsewhere") == [False, False]
    assert _hits(plan, 3, "put", "/groups/a") == [False, True, False]


def test_chance_hits_the_same_requests_again_and_others_by_another_seed(tmp_path: Path) -> None:
    rule = Rule(times=None, probability=0.5)
    first, again = (_hits(_plan(tmp_path, rule), 40) for _ in range(2))
    assert first == again
    assert {True, False} == set(first)
    assert _hits(_plan(tmp_path, rule, seed=1), 40) != first


def test_a_changed_file_counts_from_the_next_request_on(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    assert _hits(plan, 1) == [False]
    keep_faults(tmp_path, Faults(rules=(Rule(),)))
    os.utime(tmp_path / FILE, ns=(1, 1))
    assert _hits(plan, 2) == [True, False]
    (tmp_path / FILE).unlink()
    assert _hits(plan, 1) == [False]
    assert kept_faults(tmp_path) == Faults()


@pytest.mark.parametrize("rule", [{"kind": "delay"}, {"seconds": 1}, {"status": 200}, {"times": 0}, {"probability": 0}])
def test_rules_that_make_no_sense_are_refused(rule: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate(rule)


def test_a_file_with_mistakes_is_refused_naming_them_all(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"rules": [{"kind": "explode"}], "sed": 1}')
    with pytest.raises(ValueError, match=r"(?s)mine\.json.*rules\.0\.kind.*sed"):
        read_faults(file)


def test_the_rules_that_the_documentation_shows_are_ones() -> None:
    text = (Path(__file__).parents[3] / "docs" / "local-azure.md").read_text(encoding="utf-8")
    shown = text.split("## Faults on purpose")[1].split("```json\n")[1].split("```")[0]
    assert len(Faults.model_validate_json(shown).rules) == 4
