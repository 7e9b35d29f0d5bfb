"""What to try next follows from what failed, changes one thing, and is a recipe that runs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jobs.domain.evaluation.fitting import Fit
from jobs.domain.evaluation.gate import Criterion, Verdict
from jobs.domain.next_recipe import Proposal, next_recipe
from jobs.domain.progress import MetricPoint
from jobs.domain.recipe import Recipe
from tests.jobs.requests import shipped_recipe

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
STYLE, FORGOT, SLOW = "style margin", "f1 not worse than base", "latency_p95 ceiling"


def verdict(*failed: str) -> Verdict:
    return Verdict((Criterion("format not worse than base", True, ""), *(Criterion(one, False, "") for one in failed)))


def fit(best: int, last: int = 100, *, rises: float = 0.0, training_falls: bool = False) -> Fit:
    lowest = MetricPoint(best, NOON + timedelta(minutes=best), 1.0)
    return Fit(lowest, MetricPoint(last, NOON + timedelta(minutes=last), 1 + rises), training_falls)


def openai(**tuning: Any) -> Recipe:  # noqa: ANN401 (a hyperparameter)
    document = shipped_recipe().model_dump()
    return Recipe.model_validate({**document, "tuning": {"method": "openai", **tuning}})


def proposed(recipe: Recipe, failed: Verdict, how: Fit | None, rows: int = 500) -> Proposal:
    found = next_recipe(recipe, failed, how, rows)
    assert found is not None
    return found


def changed(proposal: Proposal) -> tuple[str, object, object]:
    assert proposal.change is not None
    assert getattr(proposal.recipe.tuning, proposal.change.key) == proposal.change.after
    return proposal.change.key, proposal.change.before, proposal.change.after


def test_nothing_is_proposed_where_nothing_failed() -> None:
    assert next_recipe(shipped_recipe(), verdict(), fit(50, rises=0.5), 500) is None


def test_a_model_that_learned_by_heart_gets_as_many_epochs_as_were_good() -> None:
    proposal = proposed(shipped_recipe("epochs=5"), verdict("not overfitted"), fit(40, rises=0.3, training_falls=True))
    assert changed(proposal) == ("epochs", 5, 2)


def test_one_that_did_so_within_one_epoch_gets_a_lower_learning_rate() -> None:
    recipe = shipped_recipe("epochs=1", "learning_rate=0.0004")
    proposal = proposed(recipe, verdict("not overfitted"), fit(40, rises=0.3, training_falls=True))
    assert changed(proposal) == ("learning_rate", 0.0004, 0.0002)


@pytest.mark.parametrize(("epochs", "more"), [(2, 4), (8, 10)])
def test_a_model_that_was_still_learning_gets_more_epochs_within_what_the_method_takes(epochs: int, more: int) -> None:
    proposal = proposed(shipped_recipe(f"epochs={epochs}"), verdict(STYLE), fit(100))
    assert changed(proposal) == ("epochs", epochs, more)


def test_at_the_most_epochs_there_is_nothing_left_to_change() -> None:
    proposal = proposed(shipped_recipe("epochs=10"), verdict(STYLE), fit(100))
    assert proposal.change is None
    assert proposal.recipe == shipped_recipe("epochs=10")


def test_a_model_that_forgot_what_its_base_can_do_learns_slower() -> None:
    proposal = proposed(shipped_recipe("learning_rate=0.002"), verdict(STYLE, FORGOT), fit(100))
    assert changed(proposal) == ("learning_rate", 0.002, 0.001)


@pytest.mark.parametrize(("before", "after"), [("auto", 0.05), (0.2, 0.1)])
def test_the_services_own_rate_is_lowered_by_its_multiplier(before: object, after: float) -> None:
    proposal = proposed(openai(learning_rate_multiplier=before), verdict(FORGOT), None)
    assert changed(proposal) == ("learning_rate_multiplier", before, after)


def test_epochs_that_the_service_chooses_are_left_to_it() -> None:
    assert changed(proposed(openai(), verdict(STYLE), None)) == ("learning_rate_multiplier", "auto", 0.2)


def test_a_loss_that_jumped_asks_for_a_lower_rate() -> None:
    key, before, after = changed(proposed(shipped_recipe("learning_rate=0.01"), verdict(STYLE), fit(60, rises=0.5)))
    assert (key, before, after) == ("learning_rate", 0.01, 0.005)


def test_a_model_that_learned_all_that_its_rows_teach_needs_other_rows() -> None:
    proposal = proposed(shipped_recipe(), verdict(STYLE), fit(60, rises=0.001))
    assert proposal.change is None
    assert any(advice.startswith("style: ") for advice in proposal.advice)


def test_a_slow_or_dear_answer_is_no_matter_of_hyperparameters() -> None:
    proposal = proposed(shipped_recipe(), verdict(SLOW), fit(100))
    assert proposal.change is None
    assert "latency_p95" in proposal.advice[0]


def test_few_rows_are_the_first_thing_to_mend() -> None:
    assert "40 rows" in proposed(shipped_recipe(), verdict(STYLE), None, rows=40).advice[0]
