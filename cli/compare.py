"""`tunestack compare`: both models' answers side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, say, write_document
from jobs.domain.errors import CloudError

if TYPE_CHECKING:
    from cli.session import Session
    from jobs.services.finished_run import FinishedRun


@click.command(epilog="Example: tunestack compare jobs/recipes/travel-assistant.yaml --stack gpt4o-dev --blind vote.md")
@recipe_file
@stack_option
@click.option(
    "--questions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Questions to ask: lines of text, or JSON Lines; the recipe's unless given.",
)
@click.option("--one-conversation/--each", "one", default=None, help="One conversation, or each question by itself.")
@click.option("--rows", type=click.IntRange(min=1), default=5, show_default=True, help="Answers to show as text.")
@click.option(
    "--blind",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the answers here as A and B, shuffled; which is which goes into a file beside it.",
)
@click.option("--seed", type=int, help="Of the shuffling; the recipe's unless given.")
@output_option
def compare(
    recipe: Path,
    stack: str,
    questions: Path | None,
    one: bool | None,  # noqa: FBT001 -- click passes it by name
    rows: int,
    blind: Path | None,
    seed: int | None,
    output: OutputFormat,
) -> None:
    """Ask both models of RECIPE's run the same questions, and show their answers side by side.

    With the recipe's questions, or those of a file: the tuned model answers under the system prompt of its training
    rows, the base model under that and under each of the recipe's other prompts. Without any, the answers of the last
    evaluation are shown.
    """
    from cli.session import open_session
    from cli.side_by_side import show_columns, show_side_by_side
    from jobs.services.finished_run import find_finished_run

    session = open_session(recipe, stack)
    found = find_finished_run(session.cloud, session.recipe, stack)
    document = _answers(session, found, questions, one=one)
    if blind is not None:
        document = _blind(document, blind, session.recipe.comparison.seed if seed is None else seed)
    if output == "json":
        write_document(document)
    elif blind is None:
        show_side_by_side(document["compare"][:rows])
        if "side_by_side" in document:
            show_columns(document["side_by_side"]["columns"])


def _answers(session: "Session", found: "FinishedRun", questions: Path | None, *, one: bool | None) -> dict[str, Any]:
    """Asks the questions; without any, gives what the last evaluation was answered."""
    from jobs.services.compare import asking_of
    from jobs.services.compare import compare as compare_models
    from jobs.services.deploy import Endpoints, deployed
    from jobs.services.evaluated import kept_evaluation
    from jobs.services.run_document import comparison_row
    from jobs.services.side_by_side_document import answer_rows, side_by_side_section

    cloud, recipe = session.cloud, session.recipe
    asking = asking_of(recipe, found.data, questions, one=one)
    if asking is None:
        evaluated = kept_evaluation(cloud, found.job)
        if evaluated is None:
            raise CloudError(f"the models of {found.job} weren't evaluated yet", fix="tunestack evaluate does it.")
        return {"job": found.job, "compare": [comparison_row(pair) for pair in evaluated.pairs]}
    there = deployed(cloud, recipe, found.job)
    if not there.keys() >= {"base", "tuned"}:
        raise CloudError(f"base and tuned model of {found.job} aren't both deployed", fix="tunestack deploy does it.")
    compared = compare_models(cloud, recipe, found.job, asking, Endpoints(there["base"], there["tuned"]), say)
    return {"job": found.job, "compare": answer_rows(compared), "side_by_side": side_by_side_section(compared)}


def _blind(document: dict[str, Any], file: Path, seed: int) -> dict[str, Any]:
    """Writes the answers without names, and says where they and their key are."""
    from cli.blind import write_blind
    from jobs.domain.evaluation.side_by_side import blinded

    prompts, base, tuned = zip(
        *[(row["prompt"], row["base"], row["tuned"]) for row in document["compare"]], strict=True
    )
    key = write_blind(file, blinded(prompts, base, tuned, seed=seed))
    say(f"answers as A and B: {file}; which is which: {key}")
    return {"job": document["job"], "blind": str(file), "key": str(key)}
