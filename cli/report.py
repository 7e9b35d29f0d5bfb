"""`tunestack report`: a run's HTML report, made again."""

from pathlib import Path

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, write_result


@click.command(epilog="Example: tunestack report jobs/recipes/xbox-support.yaml --stack phi3-dev --file report.html")
@recipe_file
@stack_option
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Where it goes.")
@output_option
def report(recipe: Path, stack: str, file: Path | None, output: OutputFormat) -> None:
    """Write the report of RECIPE's finished run from what the cloud has kept of it; nothing is run again."""
    from cli.output import say
    from cli.session import open_session
    from jobs.services.compare import kept_comparison
    from jobs.services.report import report_html, write_report
    from jobs.services.run import RunRequest, recall
    from jobs.services.run_document import lineage, run_document
    from jobs.services.side_by_side_document import side_by_side_section

    session = open_session(recipe, stack)
    request = RunRequest(session.recipe, stack, session.stack, say, lambda _seen, _now: None)
    result = recall(session.cloud, request)
    compared = kept_comparison(session.cloud, result.job)
    path = file or Path("build") / f"report-{result.job}.html"
    document = run_document(result, str(path))
    if compared is not None:
        document["side_by_side"] = side_by_side_section(compared)
    write_report(path, report_html(document, result.progress, lineage(result)))
    write_result({"report": str(path)}, str(path), output)
