"""A difference between two models with its interval, as a small SVG: left of the middle is less, right is more."""

from jobs.domain.evaluation.measures import Measure
from jobs.domain.evaluation.statistics import Comparison

WIDTH, HEIGHT = 120, 16
_LABELS = {"better": "better than base", "worse": "worse than base", "unsure": "neither better nor worse"}
_MARGIN = 6


def interval_bar(comparison: Comparison, measure: Measure) -> str:
    """Draws the interval of a share on a scale from -1 to 1; empty for other units and where there is no interval."""
    if measure.unit != "share" or comparison.low is None or comparison.high is None:
        return ""
    middle, y = WIDTH / 2, HEIGHT / 2
    low, high, difference = _x(comparison.low), _x(comparison.high), _x(comparison.tuned - comparison.base)
    meaning = _meaning(comparison.low, comparison.high, measure)
    return (
        f'<svg class="interval" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{_LABELS[meaning]}">'
        f'<line class="axis" x1="{_MARGIN}" x2="{WIDTH - _MARGIN}" y1="{y}" y2="{y}"/>'
        f'<line class="zero" x1="{middle}" x2="{middle}" y1="0" y2="{HEIGHT}"/>'
        f'<line class="span {meaning}" x1="{low}" x2="{high}" y1="{y}" y2="{y}"/>'
        f'<circle class="{meaning}" cx="{difference}" cy="{y}" r="3.5"/></svg>'
    )


def _meaning(low: float, high: float, measure: Measure) -> str:
    if low <= 0 <= high or not measure.gated:
        return "unsure"
    return "better" if (low > 0) == measure.higher_is_better else "worse"


def _x(share: float) -> float:
    within = max(-1.0, min(1.0, share))
    return round(WIDTH / 2 + within * (WIDTH / 2 - _MARGIN), 1)
