"""`tunestack compare`: both models' answers side by side."""

from pathlib import Path

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, write_document
from jobs.domain.errors import CloudError


@click.command(epilog="Example: tunestack compare jobs/recipes/xbox-support.yaml --stack phi3-dev --rows 5")
@recipe_file
@stack_option
@click.option("--rows", type=click.IntRange(min=1), default=5, show_default=True, help="Answers to show as text.")
@output_option
def compare(recipe: Path, stack: str, rows: int, output: OutputFormat) -> None:
    """Show what base and tuned model of RECIPE's run answered, side by side, with the style rules that each broke."""
    from cli.session import open_session
    from cli.side_by_side import show_side_by_side
    from jobs.services.evaluate import kept_evaluation
    from jobs.services.finished_run import find_finished_run
    from jobs.services.run_document import comparison_row

    session = open_session(recipe, stack)
    found = find_finished_run(session.cloud, session.recipe, stack)
    evaluated = kept_evaluation(session.cloud, found.job)
    if evaluated is None:
        raise CloudError(f"the models of {found.job} weren't evaluated yet", fix="tunestack evaluate does it.")
    answers = [comparison_row(pair) for pair in evaluated.pairs]
    if output == "json":
        write_document({"job": found.job, "compare": answers})
    else:
        show_side_by_side(answers[:rows])
