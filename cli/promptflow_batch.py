"""`tunestack promptflow batch`: a file of questions through the flow."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, say, write_result
from cli.promptflow_options import Asked, EngineName, deployed_model, engine_called, engine_option, model_options
from jobs.domain.errors import ExitCode

if TYPE_CHECKING:
    from jobs.promptflow.engine import Batch
    from jobs.promptflow.questions import Question


@click.command(epilog="Example: tunestack promptflow batch jobs/recipes/xbox-support.yaml --stack phi3-dev")
@recipe_file
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@stack_option
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("build/promptflow-batch.jsonl"),
    show_default=True,
    help="Where the answers go, JSON Lines in the order of the questions.",
)
@engine_option
@model_options
@output_option
def batch(
    recipe: Path,
    questions: Path | None,
    stack: str,
    file: Path,
    engine: EngineName,
    output: OutputFormat,
    **asked: Unpack[Asked],
) -> int:
    """Ask RECIPE's deployed model every question of QUESTIONS through the flow.

    Without QUESTIONS they are those that `tunestack evaluate` asks. A row is {"input_data": …, "ground_truth": …}, the
    second where it is known, or a row of chat messages.
    """
    from cli.session import open_session
    from jobs.promptflow.engine import refusal
    from jobs.promptflow.questions import questions_of, read_questions
    from jobs.services.finished_run import find_finished_run

    rows = read_questions(questions) if questions else []
    session = open_session(recipe, stack)
    found = find_finished_run(session.cloud, session.recipe, stack)
    deployed = deployed_model(session, found, **asked)
    rows = rows or questions_of(found.data.questions)
    say(f"{len(rows)} questions")
    outcome = engine_called(engine).batch(deployed, rows)
    _write(file, rows, outcome)
    failed = [{"row": row, "error": one.error} for row, one in enumerate(outcome.answers, start=1) if one.error]
    document = {
        "engine": engine,
        "url": deployed.url,
        "questions": len(rows),
        "answered": len(rows) - len(failed),
        "failed": failed,
        "metrics": dict(outcome.metrics),
        "file": str(file),
    }
    write_result(document, f"{document['answered']} of {len(rows)} answered: {file}", output)
    if not failed:
        return ExitCode.DONE
    say(f"Error: {len(failed)} questions have no answer; row {failed[0]['row']}: {failed[0]['error']}")
    return refusal(str(failed[0]["error"])).exit_code


def _write(file: Path, asked: "list[Question]", outcome: "Batch") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as lines:
        for question, one in zip(asked, outcome.answers, strict=True):
            row = {"input_data": question.text, "answer": one.answer, "error": one.error}
            row |= {} if question.right_answer is None else {"ground_truth": question.right_answer}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
