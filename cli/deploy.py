"""`tunestack deploy`: a finished run's models on endpoints."""

from pathlib import Path

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, write_result


@click.command(epilog="Example: tunestack deploy jobs/recipes/xbox-support.yaml --stack phi3-dev")
@recipe_file
@stack_option
@output_option
def deploy(recipe: Path, stack: str, output: OutputFormat) -> None:
    """Deploy what RECIPE's finished job made, and its base model, to serverless endpoints.

    Endpoints that are there already are taken as they are. A tuned endpoint is paid for by the hour.
    """
    from cli.session import open_session
    from jobs.services.deploy import deploy as deploy_models
    from jobs.services.finished_run import find_finished_run

    session = open_session(recipe, stack)
    found = find_finished_run(session.cloud, session.recipe, stack)
    endpoints = deploy_models(session.cloud, session.stack, session.recipe, found.job, session.stack.tags)
    document = {
        role: {"name": endpoint.name, "uri": endpoint.uri, "model": endpoint.model_id}
        for role, endpoint in (("base", endpoints.base), ("tuned", endpoints.tuned))
    }
    write_result(document, "\n".join(f"{role}: {one['uri']}" for role, one in document.items()), output)
