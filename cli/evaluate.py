"""`tunestack evaluate`: a finished run's models, asked and scored."""

from pathlib import Path

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, say, write_result
from jobs.domain.errors import ExitCode


@click.command(epilog="Example: tunestack evaluate jobs/recipes/xbox-support.yaml --stack phi3-dev")
@recipe_file
@stack_option
@output_option
def evaluate(recipe: Path, stack: str, output: OutputFormat) -> int:
    """Ask both models of RECIPE's finished run its unseen questions; exit code 4 when the gate isn't passed.

    Deploys the two models where they aren't; an endpoint that doesn't pass stays for you to look at.
    """
    from cli.session import open_session
    from jobs.services.deploy import deploy
    from jobs.services.evaluate import evaluate as evaluate_models
    from jobs.services.evaluate import verdict_on
    from jobs.services.finished_run import find_finished_run
    from jobs.services.run_document import evaluation_section, gate_section

    session = open_session(recipe, stack)
    cloud, chosen = session.cloud, session.recipe
    found = find_finished_run(cloud, chosen, stack)
    tags, questions = session.stack.tags, found.data.questions
    endpoints = deploy(cloud, session.stack, chosen, found.job, tags=tags, questions=questions, tell=say)
    evaluated = evaluate_models(cloud, chosen, found.job, questions, endpoints, say)
    verdict = verdict_on(chosen, evaluated)
    document = {"job": found.job, "evaluate": evaluation_section(evaluated), "gate": gate_section(verdict)}
    write_result(document, "\n".join(criterion.reason for criterion in verdict.criteria), output)
    return ExitCode.DONE if verdict.passed else ExitCode.REFUSED
