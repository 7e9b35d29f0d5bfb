"""The HTML report."""

import re
from html.parser import HTMLParser
from pathlib import Path

from jobs.domain.progress import MetricPoint
from jobs.services.curves import Curve, loss_curves
from jobs.services.report import report_html, write_report
from jobs.services.run import run
from jobs.services.run_document import lineage, run_document
from tests.jobs.cloud_in_memory import NOON, MemoryCloud
from tests.jobs.requests import request


def report(cloud: MemoryCloud | None = None) -> str:
    result = run(cloud or MemoryCloud(), request())
    return report_html(run_document(result, "report.html"), result.progress, lineage(result))


def test_it_asks_for_nothing_outside_of_itself() -> None:
    html = report()
    assert not re.search(r"<(?:script|link|img|iframe)\b", html)
    assert "url(" not in html
    assert not re.search(r"(?:src|href)\s*=", html)


def test_it_shows_curves_metrics_answers_lineage_and_the_weights_that_ran() -> None:
    html = report()
    for shown in (
        "<svg",
        "rouge l",
        "Hold the Pair button",
        "weights+adapter",
        "azureml://datastores",
        "passed the gate",
    ):
        assert shown in html


def test_what_a_model_says_cannot_become_part_of_the_page() -> None:
    cloud = MemoryCloud()
    cloud.chat.tuned_answer = "Hey there! <script>alert(1)</script> <b>Shall I?"
    html = report(cloud)
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_its_elements_are_closed_in_order() -> None:
    class Checker(HTMLParser):
        open_elements: list[str] = []  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in {"meta", "line", "circle"}:
                self.open_elements.append(tag)

        def handle_startendtag(self, tag: str, attrs: object) -> None:
            pass

        def handle_endtag(self, tag: str) -> None:
            if tag not in {"line", "circle"}:
                assert self.open_elements.pop() == tag

    checker = Checker()
    checker.feed(report())
    assert checker.open_elements == []


def test_a_refused_model_is_shown_as_refused() -> None:
    cloud = MemoryCloud()
    cloud.chat.tuned_answer = cloud.chat.base_answer
    assert "refused by the gate" in report(cloud)


def test_it_is_written_where_it_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "report.html"
    write_report(file, "<p>é</p>")
    assert file.read_text(encoding="utf-8") == "<p>é</p>"


def test_a_curve_goes_down_where_the_loss_does() -> None:
    svg = loss_curves([Curve("loss", "train", [MetricPoint(0, NOON, 4.0), MetricPoint(10, NOON, 1.0)])])
    found = re.search(r'points="([\d.]+),([\d.]+) ([\d.]+),([\d.]+)"', svg)
    assert found is not None
    x0, y0, x1, y1 = map(float, found.groups())
    assert x0 < x1
    assert y0 < y1, "a smaller loss is lower on the page"


def test_no_points_make_no_curve() -> None:
    assert loss_curves([Curve("loss", "train", [])]) == ""


def test_the_template_needs_no_journey_of_its_own() -> None:
    template = Path(__file__).parents[3] / "jobs" / "services" / "report.html.jinja"
    assert "xbox" not in template.read_text(encoding="utf-8").lower()
