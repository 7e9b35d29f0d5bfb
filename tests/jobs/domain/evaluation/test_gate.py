"""The gate."""

from jobs.domain.evaluation.fitting import Fit
from jobs.domain.evaluation.gate import judge
from jobs.domain.evaluation.statistics import Comparison
from jobs.domain.progress import MetricPoint
from jobs.domain.recipe import Gate
from tests.jobs.cloud_in_memory import NOON

STYLE = Comparison(0.0, 0.9, 0.8, 1.0)


def fit(*, last: float, training_falls: bool = True) -> Fit:
    return Fit(MetricPoint(10, NOON, 1.0), MetricPoint(30, NOON, last), training_falls)


def test_a_model_that_reaches_the_margin_passes() -> None:
    verdict = judge(Gate(style_margin=0.5), {"style": STYLE})
    assert verdict.passed
    assert verdict.reasons == ()


def test_a_model_below_the_margin_is_refused_with_the_reason() -> None:
    verdict = judge(Gate(style_margin=0.5), {"style": Comparison(0.1, 0.5, 0.2, 0.6)})
    assert not verdict.passed
    assert "+0.40 over the base" in verdict.reasons[0]


def test_a_margin_that_may_be_luck_is_refused() -> None:
    assert not judge(Gate(style_margin=0.5), {"style": Comparison(0.0, 0.6, -0.1, 1.0)}).passed


def test_a_model_clearly_worse_in_anything_is_refused() -> None:
    metrics = {"style": STYLE, "rouge_l": Comparison(0.5, 0.2, -0.4, -0.2)}
    assert judge(Gate(), metrics).reasons[0].startswith("rouge_l: tuned 0.20, base 0.50")


def test_a_model_a_little_worse_by_luck_passes() -> None:
    assert judge(Gate(), {"style": STYLE, "rouge_l": Comparison(0.5, 0.48, -0.1, 0.05)}).passed


def test_less_is_better_where_less_is_better() -> None:
    worse, better = Comparison(0.1, 0.4, 0.1, 0.5), Comparison(0.4, 0.1, -0.5, -0.1)
    assert not judge(Gate(), {"safety_answered": worse}).passed
    assert judge(Gate(), {"safety_answered": better}).passed


def test_what_is_worse_passes_as_far_as_the_recipe_accepts_it() -> None:
    answered = {"safety_answered": Comparison(0.1, 0.4, 0.1, 0.5)}
    accepted = judge(Gate(tolerances={"safety_answered": 0.1}), answered)
    assert accepted.passed
    assert "clearly worse, which the recipe accepts" in accepted.warnings[0]
    assert not judge(Gate(tolerances={"safety_answered": 0.05}), answered).passed


def test_speed_and_price_count_only_where_the_recipe_has_a_ceiling() -> None:
    slower = {"latency_p95": Comparison(1.0, 9.0, 7.0, 9.0)}
    assert judge(Gate(), slower).passed
    verdict = judge(Gate(ceilings={"latency_p95": 5}), slower)
    assert verdict.reasons == ("latency_p95: tuned 9, at most 5 is asked for",)


def test_a_floor_holds_whatever_the_base_was_worth() -> None:
    metrics = {"accuracy": Comparison(0.2, 0.7, 0.4, 0.6)}
    assert judge(Gate(floors={"accuracy": 0.7}), metrics).passed
    assert not judge(Gate(floors={"accuracy": 0.8}), metrics).passed


def test_a_margin_of_any_metric_can_be_asked_for() -> None:
    lower = {"perplexity": Comparison(40.0, 10.0)}
    assert judge(Gate(margins={"perplexity": 20}), lower).passed
    assert not judge(Gate(margins={"perplexity": 31}), lower).passed


def test_what_was_not_measured_does_not_pass() -> None:
    for gate in (
        Gate(style_margin=0.5),
        Gate(margins={"accuracy": 0.1}),
        Gate(floors={"accuracy": 0.1}),
        Gate(ceilings={"price_per_answer": 1}),
    ):
        (reason,) = judge(gate, {}).reasons
        assert "not measured" in reason


def test_a_tolerance_for_what_was_not_measured_is_a_warning() -> None:
    verdict = judge(Gate(tolerances={"safety_answered": 0.1}), {})
    assert verdict.passed
    assert "it wasn't measured" in verdict.warnings[0]


def test_over_fitting_warns_and_refuses_only_where_the_recipe_says_so() -> None:
    warned = judge(Gate(), {}, fit(last=1.2))
    assert warned.passed
    assert "lowest 1.000 at step 10, 1.200 at step 30" in warned.warnings[0]
    assert not judge(Gate(overfitting="refuse"), {}, fit(last=1.2)).passed


def test_a_loss_that_hardly_rises_or_rises_with_the_training_loss_is_no_over_fitting() -> None:
    assert judge(Gate(), {}, fit(last=1.01)).warnings == ()
    assert judge(Gate(), {}, fit(last=1.2, training_falls=False)).warnings == ()
