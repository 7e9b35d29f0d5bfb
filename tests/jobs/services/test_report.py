"""The HTML report."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from jobs.domain.evaluation.measures import Measure
from jobs.domain.evaluation.statistics import Comparison
from jobs.domain.findings import Finding
from jobs.domain.progress import MetricPoint
from jobs.services import report as reports
from jobs.services.curves import MOST_DOTS, Curve, loss_curves
from jobs.services.interval_bar import interval_bar
from jobs.services.report import report_html, write_report
from jobs.services.run import run
from jobs.services.run_document import lineage, run_document
from tests.jobs.cloud_in_memory import NOON, MemoryCloud
from tests.jobs.requests import request

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}</style><b>'
VOID = {"meta", "line", "circle", "polyline"}
ROOM = Path(reports.__file__).parent


def report(cloud: MemoryCloud | None = None, **changes: Any) -> str:  # noqa: ANN401 -- JSON
    result = run(cloud or MemoryCloud(), request())
    return report_html(run_document(result, "report.html") | changes, result.progress, lineage(result))


def side_by_side(text: str) -> dict[str, Any]:
    column = {"model": "base", "prompt": text, "kept": text, "seconds": 1.0, "tokens": None, "usd": None}
    answer = {"model": "base", "prompt": text, "text": text, "breaks": [text]}
    return {
        "questions": 1,
        "one_conversation": True,
        "columns": [column],
        "answers": [{"question": text, "answers": [answer]}],
    }


def test_it_asks_for_nothing_outside_of_itself() -> None:
    html = report(side_by_side=side_by_side("Well?"))
    assert not re.search(r"<(?:script|link|img|iframe|base|object|embed)\b", html)
    assert "url(" not in html
    assert "@import" not in html
    assert not re.search(r"\s(?:src|href|on\w+)\s*=", html)
    assert not re.search(r"https?://", html.replace("https://support.xbox.com", ""))


def test_it_shows_everything_that_a_reader_looks_for() -> None:
    html = report()
    for shown in (
        *("<svg", "rouge l", "Hold the Pair button", "weights+adapter", "azureml://datastores", "passed the gate"),
        *("Learning rate", "Queued", "10 s", "50 s", "Cost of training", "95 % interval", "not worse than base"),
        *("Safety", "self-harm", "SHA-256", "requirements.lock", "Not measured", "perplexity", "7.39"),
    ):
        assert shown in html, shown
    assert re.search(r"git [0-9a-f]{40}|tunestack \d", html), "the code's version"


def test_it_has_both_colour_schemes_paper_and_small_screens() -> None:
    html = report()
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html
    assert "max-width: 42rem" in html
    assert 'name="viewport"' in html
    assert 'name="color-scheme" content="light dark"' in html


@pytest.mark.parametrize("text", [HOSTILE, "' onmouseover='alert(1)", "{% raw %}{{ run }}"])
def test_what_data_and_models_say_cannot_become_part_of_the_page(text: str) -> None:
    cloud = MemoryCloud()
    cloud.chat.tuned_answer = cloud.chat.base_answer = text
    document = run_document(run(cloud, request()), "report.html")
    finding = {"file": text, "line": 1, "column": 1, "rule": text, "message": text, "severity": text}
    changes = {
        "recipe": text,
        "stack": text,
        "side_by_side": side_by_side(text),
        "data": document["data"] | {"file": text, "findings": [finding]},
        "finetune": document["finetune"] | {"checkpoints": [{"step": 1, "model": text} | dict.fromkeys(_LOSSES)]},
        "compare": [row | {"prompt": text, "base_breaks": [text]} for row in document["compare"]],
        "evaluate": document["evaluate"] | {"unmeasured": {text: text}},
    }
    html = report(cloud, **changes)
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("</style>") == 1
    assert html.count(escape(text)) > 20, "shown as it was said"
    assert _attributes(html).isdisjoint({"onerror", "onmouseover", "src"})


_LOSSES = ("train_loss", "validation_loss")


def _attributes(html: str) -> set[str]:
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update(name for name, _ in attrs)

        handle_startendtag = handle_starttag

    Reader().feed(html)
    return found


def test_its_elements_are_closed_in_order() -> None:
    still_open: list[str] = []

    class Checker(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in VOID:
                still_open.append(tag)

        def handle_startendtag(self, tag: str, attrs: object) -> None:
            pass

        def handle_endtag(self, tag: str) -> None:
            if tag not in VOID:
                assert still_open.pop() == tag

    Checker().feed(report(side_by_side=side_by_side("Well?")))
    assert still_open == []


def test_a_refused_model_is_shown_as_refused_with_the_reasons_on_top() -> None:
    cloud = MemoryCloud()
    cloud.chat.tuned_answer = cloud.chat.base_answer
    html = report(cloud)
    assert "refused by the gate" in html
    assert html.index("style: +0.00 over the base") < html.index("<h2>Evaluation")


def test_findings_in_the_data_are_listed_up_to_a_number() -> None:
    document = run_document(run(MemoryCloud(), request()), "report.html")
    finding = Finding(3, 7, "secret", "an API key, perhaps", "warning")
    row = {"file": "train.jsonl", **{name: getattr(finding, name) for name in finding.__dataclass_fields__}}
    html = report(data=document["data"] | {"findings": [row] * 25})
    assert html.count("train.jsonl:3:7") == reports.SHOWN_FINDINGS
    assert "And 5 more" in html


def test_it_is_written_where_it_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "report.html"
    write_report(file, "<p>é</p>")
    assert file.read_text(encoding="utf-8") == "<p>é</p>"


def test_a_curve_goes_down_where_the_loss_does() -> None:
    svg = loss_curves([Curve("loss", "train", [MetricPoint(0, NOON, 4.0), MetricPoint(10, NOON, 1.0)])], mark=10)
    found = re.search(r'points="([\d.]+),([\d.]+) ([\d.]+),([\d.]+)"', svg)
    assert found is not None
    x0, y0, x1, y1 = map(float, found.groups())
    assert x0 < x1
    assert y0 < y1, "a smaller loss is lower on the page"
    assert f'class="best" x1="{x1}"' in svg


def test_a_long_curve_is_a_line_without_dots() -> None:
    points = [MetricPoint(step, NOON, 1.0) for step in range(MOST_DOTS + 1)]
    assert "<circle" not in loss_curves([Curve("loss", "train", points)])
    assert "<circle" in loss_curves([Curve("loss", "train", points[1:])])


def test_no_points_make_no_curve() -> None:
    assert loss_curves([Curve("loss", "train", [])]) == ""


@pytest.mark.parametrize(
    ("low", "high", "up_is_better", "meaning"),
    [
        (0.1, 0.3, True, "better"),
        (0.1, 0.3, False, "worse"),
        (-0.3, -0.1, False, "better"),
        (-0.1, 0.1, True, "unsure"),
    ],
)
def test_an_interval_is_drawn_as_what_it_means(low: float, high: float, up_is_better: bool, meaning: str) -> None:
    measure = Measure("one", "A share.", "rules", higher_is_better=up_is_better)
    assert f'class="span {meaning}"' in interval_bar(Comparison(0.5, 0.5, low, high), measure)


def test_what_no_gate_judges_is_drawn_as_neither_better_nor_worse() -> None:
    measure = Measure("one", "A share.", "safety", gated=False)
    assert 'class="span unsure"' in interval_bar(Comparison(0.9, 0.1, -0.9, -0.7), measure)


def test_what_is_no_share_or_has_no_interval_is_not_drawn() -> None:
    assert interval_bar(Comparison(1.0, 2.0, 0.5, 1.5), Measure("one", "Seconds.", "speed", "seconds")) == ""
    assert interval_bar(Comparison(1.0, 2.0), Measure("one", "A share.", "rules")) == ""


def test_the_templates_need_no_journey_of_their_own() -> None:
    for template in [ROOM / reports.TEMPLATE, *(ROOM / "report_parts").iterdir()]:
        assert "xbox" not in template.read_text(encoding="utf-8").lower(), template.name
