"""Whether a tuned model is good enough to be kept deployed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jobs.domain.evaluation.fitting import Fit
from jobs.domain.evaluation.measures import Measure, measure_of
from jobs.domain.evaluation.statistics import Comparison
from jobs.domain.recipe import Gate


@dataclass(frozen=True)
class Criterion:
    """One thing that the tuned model had to reach, and whether it did.

    Attributes:
        blocks: whether the model is refused where it didn't; otherwise it is a warning.
    """

    name: str
    passed: bool
    reason: str
    blocks: bool = True


@dataclass(frozen=True)
class Verdict:
    """All criteria; it passes when all do that block."""

    criteria: tuple[Criterion, ...]

    @property
    def passed(self) -> bool:
        """Whether the tuned model may stay deployed."""
        return not self.reasons

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it didn't pass."""
        return tuple(one.reason for one in self.criteria if one.blocks and not one.passed)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to look at although it doesn't block."""
        return tuple(one.reason for one in self.criteria if not one.blocks and not one.passed)


def judge(gate: Gate, metrics: Mapping[str, Comparison], fit: Fit | None = None) -> Verdict:
    """Holds what was measured against a recipe's gate.

    What the gate asks for and nobody measured isn't passed: an unknown figure is no good one.

    Args:
        gate: of the recipe.
        metrics: of both models, by name.
        fit: how the loss on validation rows went; none where the job didn't report it.
    """
    criteria = [
        *_not_worse(gate, metrics),
        *_margins(gate, metrics),
        *_limits(gate.floors, metrics, at_least=True),
        *_limits(gate.ceilings, metrics, at_least=False),
    ]
    if fit is not None:
        criteria.append(_not_overfitted(fit, blocks=gate.overfitting == "refuse"))
    return Verdict(tuple(criteria))


def _not_worse(gate: Gate, metrics: Mapping[str, Comparison]) -> Iterator[Criterion]:
    for name in sorted(gate.tolerances.keys() - metrics.keys()):  # accepts something, asks for nothing
        reason = f"{name}: the gate has a tolerance for it, and it wasn't measured"
        yield Criterion(f"{name} not worse than base", passed=False, reason=reason, blocks=False)
    for name, comparison in metrics.items():
        measure = measure_of(name)
        if not measure.gated and name not in gate.tolerances:
            continue
        tolerance, best_case = gate.tolerances.get(name, 0.0), _best_case(comparison, measure)
        figures = _figures(name, comparison)
        allowed = f", {tolerance:g} worse is accepted" if tolerance else ""
        yield Criterion(f"{name} not worse than base", best_case >= -tolerance, f"{figures}{allowed}")
        if -tolerance <= best_case < 0:
            reason = f"{figures}: clearly worse, which the recipe accepts"
            yield Criterion(f"{name} worse within tolerance", passed=False, reason=reason, blocks=False)


def _margins(gate: Gate, metrics: Mapping[str, Comparison]) -> Iterator[Criterion]:
    asked = {"style": gate.style_margin} if "style" in metrics or gate.style_margin else {}
    for name, margin in {**asked, **gate.margins}.items():
        if name not in metrics:
            yield _not_measured(name, "margin")
            continue
        comparison, measure = metrics[name], measure_of(name)
        reached = _better_by(comparison.tuned - comparison.base, measure)
        surely = _worst_case(comparison, measure)
        passed = reached >= margin and (margin == 0 or surely > 0)
        reason = f"{name}: {reached:+.2f} over the base (at least {surely:+.2f} with 95 %), {margin:+.2f} is asked for"
        yield Criterion(f"{name} margin", passed, reason)


def _limits(limits: Mapping[str, float], metrics: Mapping[str, Comparison], *, at_least: bool) -> Iterator[Criterion]:
    words, kind = ("at least", "floor") if at_least else ("at most", "ceiling")
    for name, limit in limits.items():
        if name not in metrics:
            yield _not_measured(name, kind)
            continue
        tuned = metrics[name].tuned
        passed = tuned >= limit if at_least else tuned <= limit
        yield Criterion(f"{name} {kind}", passed, f"{name}: tuned {tuned:.4g}, {words} {limit:g} is asked for")


def _not_overfitted(fit: Fit, *, blocks: bool) -> Criterion:
    reason = (
        f"validation loss: lowest {fit.best.value:.3f} at step {fit.best.step}, {fit.last.value:.3f} at step "
        f"{fit.last.step}, training loss {'still falling' if fit.training_falls else 'not falling any more'}"
    )
    if fit.overfitted:
        reason += "; the best weights are deployed" if fit.best_deployed else f"; {_ADVICE}"
    return Criterion("not overfitted", not fit.overfitted or fit.best_deployed, reason, blocks)


_ADVICE = "take the best checkpoint, fewer epochs, a lower learning rate, or more rows"


def _not_measured(name: str, kind: str) -> Criterion:
    return Criterion(f"{name} {kind}", passed=False, reason=f"{name}: asked for by the gate, and not measured")


def _better_by(difference: float, measure: Measure) -> float:
    return difference if measure.higher_is_better else -difference


def _best_case(comparison: Comparison, measure: Measure) -> float:
    """By how much it may be better than the base, within the interval; the difference where there is none."""
    low, high = _interval(comparison)
    return high if measure.higher_is_better else -low


def _worst_case(comparison: Comparison, measure: Measure) -> float:
    low, high = _interval(comparison)
    return low if measure.higher_is_better else -high


def _interval(comparison: Comparison) -> tuple[float, float]:
    difference = comparison.tuned - comparison.base
    return (
        difference if comparison.low is None else comparison.low,
        difference if comparison.high is None else comparison.high,
    )


def _figures(name: str, comparison: Comparison) -> str:
    figures = f"{name}: tuned {comparison.tuned:.2f}, base {comparison.base:.2f}"
    if comparison.low is None or comparison.high is None:
        return figures
    return f"{figures}, difference between {comparison.low:+.2f} and {comparison.high:+.2f} (95 %)"
