"""`tunestack run`: a recipe, from data to a deployed, compared model."""

from pathlib import Path
from typing import Any

import click

from cli.metric_lines import metric_lines
from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, say, write_result
from jobs.domain.errors import ExitCode


@click.command(epilog="Example: tunestack run jobs/recipes/xbox-support.yaml --stack phi3-dev --set epochs=3")
@recipe_file
@stack_option
@click.option(
    "--data",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Chat rows in place of the recipe's; validation rows are split off, its style rules don't apply.",
)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Override a key of the recipe; repeatable.")
@click.option("--again", is_flag=True, help="Tune once more although this recipe has a job already.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Where the HTML report goes.")
@output_option
def run(
    recipe: Path,
    stack: str,
    data: Path | None,
    settings: tuple[str, ...],
    again: bool,  # noqa: FBT001 -- click passes it by name
    report: Path | None,
    output: OutputFormat,
) -> int:
    """Run RECIPE: validate, upload, fine-tune, deploy, evaluate, gate, compare, report.

    Run it again after an interruption or a failure: each step finds what was done before, nothing is done twice.
    Exit code 4 when the tuned model doesn't pass the recipe's gate; it isn't kept deployed then.
    """
    from cli.next_recipe import propose_next
    from cli.session import open_session
    from jobs.services.code_version import code_version
    from jobs.services.compare import compare_once
    from jobs.services.ledger import Ledger
    from jobs.services.report import report_html, write_report
    from jobs.services.run import RunRequest
    from jobs.services.run import run as run_recipe
    from jobs.services.run_document import lineage, run_document
    from jobs.services.side_by_side_document import side_by_side_section

    session = open_session(recipe, stack, data=data, settings=settings)
    with session.progress_bar() as bar:
        request = RunRequest(
            session.recipe,
            stack,
            session.stack,
            say,
            bar.show,
            again,
            by=session.signed_in_as(),
            code_version=code_version()["Code"],
        )
        result = run_recipe(session.cloud, request)
    began = session.cloud.clock.monotonic()
    compared = (
        compare_once(session.cloud, session.recipe, result.job, result.data, result.endpoints, say)
        if result.verdict.passed
        else None
    )
    report = report or Path("build") / f"report-{result.job}.html"
    document = run_document(result, str(report))
    if compared is not None:
        document["side_by_side"] = side_by_side_section(compared)
    html = report_html(document, result.progress, lineage(result))
    write_report(report, html)
    Ledger(session.cloud.datastore).keep_report(result.job, html)
    document["seconds"]["compare"] = round(session.cloud.clock.monotonic() - began, 3)
    train_rows = result.prepared.train_rows
    document["next_recipe"] = propose_next(session.recipe, result.verdict, result.evaluated.fit, train_rows)
    write_result(document, _text(document), output)
    for reason in result.verdict.reasons:
        say(f"refused: {reason}")
    return ExitCode.DONE if result.verdict.passed else ExitCode.REFUSED


def _text(document: dict[str, Any]) -> str:
    passed, tuned = document["gate"]["passed"], document["endpoints"]["tuned"]
    kept = f"deployed as {tuned}" if passed else "not deployed: gate not passed"
    return "\n".join(
        [
            f"{document['finetune']['job_id']}: {kept}",
            *metric_lines(document["evaluate"]["metrics"]),
            f"report: {document['report']}",
        ]
    )
