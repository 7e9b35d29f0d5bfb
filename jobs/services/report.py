"""A run's report: one HTML file that needs nothing else, for screens of any size, light or dark, and paper."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobs.domain.evaluation.measures import Unit, measure_of
from jobs.domain.evaluation.statistics import Comparison
from jobs.domain.progress import Progress
from jobs.services.curves import Curve, loss_curves
from jobs.services.interval_bar import interval_bar

TEMPLATE = "report.html.jinja"
SHOWN_FINDINGS = 20

_FORMATS: Mapping[Unit, str] = {
    "share": "{:.3f}",
    "seconds": "{:.2f} s",
    "tokens": "{:.0f}",
    "USD": "{:.6f}",
    "points": "{:.2f}",
    "ratio": "{:.2f}",
}


def report_html(document: Mapping[str, Any], progress: Progress, lineage: Mapping[str, str]) -> str:
    """Writes the report of a run.

    Everything that came from data or models is escaped: a report can be shown to anyone.

    Args:
        document: the run's document; with `side_by_side` where its models were compared under several prompts.
        progress: of its job, for the curves.
        lineage: what came from what, in order: stack, data, job, model, endpoint, code.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"duration": _duration, "figure": _figure}
    best = min(progress.validation_losses, key=lambda point: point.value, default=None)
    curves = loss_curves(
        [
            Curve("training loss", "train", progress.losses),
            Curve("validation loss", "validation", progress.validation_losses),
        ],
        mark=best.step if best else None,
    )
    return environment.get_template(TEMPLATE).render(
        run={"side_by_side": None, **document},
        tiles=_tiles(document),
        metrics=[_metric_row(name, row) for name, row in document["evaluate"]["metrics"].items()],
        curves=curves,
        best_step=best.step if best else None,
        lineage=lineage,
        shown_findings=SHOWN_FINDINGS,
    )


def write_report(path: Path, html: str) -> None:
    """Writes the file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")


def _metric_row(name: str, row: Mapping[str, float | None]) -> dict[str, Any]:
    measure, shown = measure_of(name), _FORMATS[measure_of(name).unit]
    base, tuned, low, high = row["base"] or 0.0, row["tuned"] or 0.0, row["low"], row["high"]
    signed = shown.replace("{:", "{:+")
    difference = signed.format(tuned - base)
    if low is not None and high is not None:
        difference += f" ({signed.format(low)} to {signed.format(high)})"
    return {
        "name": name.replace("_", " "),
        "what": measure.what,
        "higher_is_better": measure.higher_is_better,
        "base": shown.format(base),
        "tuned": shown.format(tuned),
        "difference": difference,
        "drawing": interval_bar(Comparison(base, tuned, low, high), measure),
    }


def _tiles(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """What to see at first glance."""
    metrics, tuning = document["evaluate"]["metrics"], document["finetune"]
    tiles = [
        {
            "name": name.replace("_", " "),
            "value": f"{metrics[name]['base']:.2f} \u2192 {metrics[name]['tuned']:.2f}",
            "note": "base \u2192 tuned" + ("" if measure_of(name).higher_is_better else ", less is better"),
        }
        for name in ("style", "accuracy", "rouge_l", "perplexity", "safety_answered")
        if name in metrics
    ]
    if tuning["run_seconds"] is not None:
        queued = _duration(tuning["queue_seconds"])
        tiles.append({"name": "training", "value": _duration(tuning["run_seconds"]), "note": f"queued {queued}"})
    for cost in document["cost"]:
        value = "not known" if cost["usd"] is None else f"{cost['usd']:.2f} USD"
        tiles.append({"name": f"cost of {cost['what']}", "value": value, "note": "hosting not included"})
    return tiles


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def _figure(value: float | None) -> str:
    return "not told" if value is None else f"{value:.4f}"
