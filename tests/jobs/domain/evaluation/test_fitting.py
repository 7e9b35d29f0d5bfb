"""Over-fitting, the best checkpoint, and what a job reports of perplexity."""

import math

import pytest

from jobs.domain.evaluation.checkpoints import best_checkpoint
from jobs.domain.evaluation.fitting import fit_of
from jobs.domain.evaluation.perplexity import TOKEN_ACCURACY, reported
from jobs.domain.job import Checkpoint
from jobs.domain.progress import MetricPoint
from tests.jobs.cloud_in_memory import NOON


def curve(*values: float, every: int = 1) -> list[MetricPoint]:
    return [MetricPoint(index * every, NOON, value) for index, value in enumerate(values)]


def test_a_validation_loss_that_rises_while_the_training_loss_falls_is_over_fitting() -> None:
    fit = fit_of(curve(3, 2, 1, 0.5, 0.2), curve(3, 1, 2, every=2))
    assert fit is not None
    assert (fit.best.step, fit.last.value, fit.overfitted) == (2, 2, True)


def test_both_losses_rising_is_another_trouble() -> None:
    fit = fit_of(curve(1, 1, 2, 3, 4), curve(3, 1, 2, every=2))
    assert fit is not None
    assert not fit.overfitted


def test_a_validation_loss_that_still_falls_is_none() -> None:
    fit = fit_of(curve(3, 2, 1), curve(3, 2, 1))
    assert fit is not None
    assert not fit.overfitted


def test_one_validation_loss_tells_nothing() -> None:
    assert fit_of(curve(3, 2, 1), curve(2)) is None
    assert fit_of(curve(3, 2, 1), []) is None


@pytest.mark.parametrize(("deployed", "best"), [(None, False), (2, True), (4, False)])
def test_the_best_weights_may_be_deployed_whatever_came_after(deployed: int | None, *, best: bool) -> None:
    fit = fit_of(curve(3, 2, 1, 0.5, 0.2), curve(3, 1, 2, every=2), deployed)
    assert fit is not None
    assert fit.best_deployed is best


def test_the_checkpoint_with_the_lowest_validation_loss_is_the_best_the_earlier_of_equals() -> None:
    checkpoints = [
        Checkpoint(30, "last", 0.1, 1.5),
        Checkpoint(20, "later", 0.4, 1.2),
        Checkpoint(10, "earlier", 0.9, 1.2),
        Checkpoint(5, "unmeasured", 2.0, None),
    ]
    best = best_checkpoint(checkpoints)
    assert best is not None
    assert best.model == "earlier"


def test_without_validation_losses_the_last_checkpoint_is_taken() -> None:
    best = best_checkpoint([Checkpoint(20, "b"), Checkpoint(10, "a")])
    assert best is not None
    assert best.model == "b"
    assert best_checkpoint([]) is None


def test_perplexity_is_exp_of_the_loss_before_and_after() -> None:
    found = reported({"eval_loss": curve(2, 1), TOKEN_ACCURACY: curve(0.3, 0.8)})
    assert found["perplexity"].base == pytest.approx(math.e**2)
    assert found["perplexity"].tuned == pytest.approx(math.e)
    assert (found["perplexity"].low, found["token_accuracy"].tuned) == (None, 0.8)


def test_the_deployed_checkpoints_loss_counts_and_not_the_last() -> None:
    assert reported({"eval_loss": curve(2, 1, 3)}, deployed_step=1)["perplexity"].tuned == pytest.approx(math.e)


def test_a_job_that_did_not_measure_its_base_gives_no_perplexity() -> None:
    assert reported({"eval_loss": curve(3, 2, 1)[1:]}) == {}
    assert reported({"eval_loss": curve(2)}) == {}
    assert reported({}) == {}


def test_a_loss_on_pairs_or_labels_is_no_perplexity() -> None:
    found = reported({"eval_loss": curve(25, 21), TOKEN_ACCURACY: curve(0.3, 0.8)}, of_tokens=False)
    assert found.keys() == {"token_accuracy"}


def test_a_loss_without_measure_is_a_large_number_and_no_error() -> None:
    assert math.isfinite(reported({"eval_loss": curve(10_000, 1)})["perplexity"].base)
