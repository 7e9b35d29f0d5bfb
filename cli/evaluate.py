"""`tunestack evaluate`: a finished run's models, asked and scored."""

from pathlib import Path

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, say, write_result
from jobs.domain.errors import ExitCode


@click.command(epilog="Example: tunestack evaluate jobs/recipes/xbox-support.yaml --stack phi3-dev")
@recipe_file
@stack_option
@click.option(
    "--again",
    is_flag=True,
    help="Ask once more what is deployed, although it was evaluated before; for schedules. Deploys nothing.",
)
@click.option(
    "--prompts",
    metavar="FILE",
    help="Logged prompts, as JSON Lines or a table here or under tunestack/prompts/ in the project's storage: says how "
    "far they have moved from the training prompts.",
)
@output_option
def evaluate(
    recipe: Path,
    stack: str,
    again: bool,  # noqa: FBT001 -- click passes it by name
    prompts: str | None,
    output: OutputFormat,
) -> int:
    """Ask both models of RECIPE's finished run its unseen questions.

    Exit code 4 when the gate isn't passed, or when the prompts have moved far; what failed ends in a proposed recipe,
    build/next-recipe.yaml. Deploys the two models where they aren't; an endpoint that doesn't pass stays for you to
    look at.
    """
    from cli.next_recipe import propose_next
    from cli.session import open_session
    from jobs.services.deploy import deploy, require_deployed
    from jobs.services.drift_document import drift_lines, drift_section
    from jobs.services.evaluate import evaluate as evaluate_models
    from jobs.services.evaluate import verdict_on
    from jobs.services.finished_run import find_finished_run
    from jobs.services.prompt_drift import prompt_drift
    from jobs.services.run_document import evaluation_section, gate_section

    session = open_session(recipe, stack)
    cloud, chosen = session.cloud, session.recipe
    found = find_finished_run(cloud, chosen, stack)
    tags, questions = session.stack.tags, found.data.questions
    moved = prompt_drift(found.data, prompts, cloud.datastore) if prompts else None
    if again:
        endpoints = require_deployed(cloud, chosen, found.job)
    else:
        endpoints = deploy(cloud, session.stack, chosen, found.job, tags=tags, questions=questions, tell=say)
    evaluated = evaluate_models(cloud, chosen, found.job, questions, endpoints, say, again=again)
    verdict = verdict_on(chosen, evaluated)
    document = {
        "job": found.job,
        "evaluate": evaluation_section(evaluated),
        "gate": gate_section(verdict),
        "drift": drift_section(moved) if moved else None,
        "next_recipe": propose_next(chosen, verdict, evaluated.fit, len(found.data.train)),
    }
    told = [*(criterion.reason for criterion in verdict.criteria), *(drift_lines(moved) if moved else [])]
    write_result(document, "\n".join(told), output)
    return ExitCode.DONE if verdict.passed and not (moved and moved.is_large) else ExitCode.REFUSED
