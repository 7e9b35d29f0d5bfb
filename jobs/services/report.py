"""A run's report: one HTML file that needs nothing else, for screens of any size, light or dark, and paper."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobs.domain.progress import Progress
from jobs.services.curves import Curve, loss_curves

TEMPLATE = "report.html.jinja"


def report_html(document: Mapping[str, Any], progress: Progress, lineage: Mapping[str, str]) -> str:
    """Writes the report of a run.

    Everything that came from data or models is escaped: a report can be shown to anyone.

    Args:
        document: the run's document.
        progress: of its job, for the curves.
        lineage: what came from what, in order: stack, data, job, model, endpoint.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    curves = loss_curves(
        [
            Curve("training loss", "train", progress.losses),
            Curve("validation loss", "validation", progress.validation_losses),
        ]
    )
    return environment.get_template(TEMPLATE).render(run=document, curves=curves, lineage=lineage)


def write_report(path: Path, html: str) -> None:
    """Writes the file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")
