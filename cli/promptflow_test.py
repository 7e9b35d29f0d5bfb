"""`tunestack promptflow test`: one question through the flow."""

from pathlib import Path
from typing import Unpack

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, write_result
from cli.promptflow_options import Asked, EngineName, deployed_model, engine_called, engine_option, model_options


@click.command(epilog="Example: tunestack promptflow test jobs/recipes/xbox-support.yaml --stack phi3-dev")
@recipe_file
@stack_option
@click.option("--question", default="Who founded Microsoft?", show_default=True, help="What is asked.")
@engine_option
@model_options
@output_option
def test(
    recipe: Path,
    stack: str,
    question: str,
    engine: EngineName,
    output: OutputFormat,
    **asked: Unpack[Asked],
) -> None:
    """Ask RECIPE's deployed model one question through the flow."""
    from cli.session import open_session
    from jobs.promptflow.questions import Question
    from jobs.services.finished_run import find_finished_run

    session = open_session(recipe, stack)
    found = find_finished_run(session.cloud, session.recipe, stack)
    deployed = deployed_model(session, found, **asked)
    answer = engine_called(engine).test(deployed, Question(question))
    document = {"engine": engine, "url": deployed.url, "question": question, "answer": answer}
    write_result(document, answer, output)
