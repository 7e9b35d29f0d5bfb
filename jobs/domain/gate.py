"""Whether a tuned model is good enough to be kept deployed."""

from collections.abc import Mapping
from dataclasses import dataclass

from jobs.domain.recipe import Recipe
from jobs.domain.statistics import Comparison


@dataclass(frozen=True)
class Criterion:
    """One thing that the tuned model had to reach, and whether it did."""

    name: str
    passed: bool
    reason: str


@dataclass(frozen=True)
class Verdict:
    """All criteria; it passes when all do."""

    criteria: tuple[Criterion, ...]

    @property
    def passed(self) -> bool:
        """Whether the tuned model may stay deployed."""
        return all(criterion.passed for criterion in self.criteria)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it didn't pass."""
        return tuple(criterion.reason for criterion in self.criteria if not criterion.passed)


def judge(recipe: Recipe, metrics: Mapping[str, Comparison]) -> Verdict:
    """Holds the metrics against the recipe's gate; a metric that is clearly worse than the base's never passes."""
    criteria = [_not_worse(name, comparison) for name, comparison in metrics.items()]
    if "style" in metrics:
        criteria.append(_style_margin(metrics["style"], recipe.gate.style_margin))
    return Verdict(tuple(criteria))


def _not_worse(name: str, comparison: Comparison) -> Criterion:
    reason = (
        f"{name}: tuned {comparison.tuned:.2f}, base {comparison.base:.2f}, "
        f"difference between {comparison.low:+.2f} and {comparison.high:+.2f} (95 %)"
    )
    return Criterion(f"{name} not worse than base", comparison.high >= 0, reason)


def _style_margin(style: Comparison, margin: float) -> Criterion:
    reached = style.tuned - style.base
    passed = reached >= margin and (margin == 0 or style.low > 0)
    reason = f"style: {reached:+.2f} over the base (at least {style.low:+.2f} with 95 %), {margin:+.2f} is asked for"
    return Criterion("style margin", passed, reason)
