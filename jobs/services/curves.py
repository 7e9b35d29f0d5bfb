"""Loss curves as SVG, drawn with the colours of the page around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from jobs.domain.progress import MetricPoint

WIDTH, HEIGHT = 640, 280
MOST_DOTS = 80
"""More dots would be a thick line."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 12, 32


@dataclass(frozen=True)
class Curve:
    """One line: its name, the CSS class that colours it, its points by step."""

    name: str
    css_class: str
    points: Sequence[MetricPoint]


@dataclass(frozen=True)
class _Scale:
    steps: int
    low: float
    high: float

    def x(self, step: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * step / max(self.steps, 1), 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share, 1)


def loss_curves(curves: Sequence[Curve], mark: int | None = None) -> str:
    """Draws all curves on common axes; step on the horizontal one, loss from 0 on the vertical one.

    Args:
        curves: those without points are left out.
        mark: a step to draw a dashed line at.

    Returns:
        An `<svg>` element that scales to its container, with a title for those who can't see it; empty without points.
    """
    drawn = [curve for curve in curves if curve.points]
    points = [point for curve in drawn for point in curve.points]
    if not points:
        return ""
    scale = _Scale(max(point.step for point in points), 0.0, max(point.value for point in points) * 1.05)
    return "\n".join(
        [
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(_summary(drawn))}">',
            *_grid(scale),
            *([] if mark is None else [_mark(mark, scale)]),
            *[_line(curve, scale) for curve in drawn],
            "</svg>",
        ]
    )


def _summary(curves: Sequence[Curve]) -> str:
    return "; ".join(
        f"{curve.name} from {curve.points[0].value:.3f} to {curve.points[-1].value:.3f}" for curve in curves
    )


def _grid(scale: _Scale) -> list[str]:
    lines = []
    for quarter in range(5):
        value = scale.low + (scale.high - scale.low) * quarter / 4
        y = scale.y(value)
        lines.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
        lines.append(f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{value:.2f}</text>')
        step = round(scale.steps * quarter / 4)
        lines.append(f'<text x="{scale.x(step)}" y="{HEIGHT - 10}" text-anchor="middle">{step}</text>')
    return lines


def _mark(step: int, scale: _Scale) -> str:
    return f'<line class="best" x1="{scale.x(step)}" x2="{scale.x(step)}" y1="{_TOP}" y2="{HEIGHT - _BOTTOM}"/>'


def _line(curve: Curve, scale: _Scale) -> str:
    places = " ".join(f"{scale.x(point.step)},{scale.y(point.value)}" for point in curve.points)
    shown = curve.points if len(curve.points) <= MOST_DOTS else ()
    dots = "".join(
        f'<circle class="{curve.css_class}" cx="{scale.x(point.step)}" cy="{scale.y(point.value)}" r="3">'
        f"<title>step {point.step}: {point.value:.4f}</title></circle>"
        for point in shown
    )
    return f'<polyline class="{curve.css_class}" points="{places}"/>{dots}'
