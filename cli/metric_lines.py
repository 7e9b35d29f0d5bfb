"""Metrics of two models as lines of text."""

from collections.abc import Iterator, Mapping


def metric_lines(metrics: Mapping[str, Mapping[str, float | None]]) -> Iterator[str]:
    """One line a metric: both figures, and the 95 % interval of their difference where there is one.

    Args:
        metrics: as in a run's document.
    """
    for name, one in metrics.items():
        figures = f"  {name}: base {one['base']:.3f}, tuned {one['tuned']:.3f}"
        yield figures if one["low"] is None else f"{figures} ({one['low']:+.3f} to {one['high']:+.3f})"
