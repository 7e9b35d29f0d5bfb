"""`tunestack deploy`: a finished run's models deployed."""

from pathlib import Path

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, say, write_result


@click.command(epilog="Example: tunestack deploy jobs/recipes/xbox-support.yaml --stack phi3-dev")
@recipe_file
@stack_option
@output_option
def deploy(recipe: Path, stack: str, output: OutputFormat) -> None:
    """Deploy what RECIPE's finished job made, and its base model, by the recipe's method.

    Deployments that are there already are taken as they are. A model of one's own goes beside the one that is live,
    answers a few questions, then gets the traffic step by step; when it doesn't answer, all stays as it was. A run
    that was evaluated and didn't pass the gate isn't deployed: exit code 4.
    """
    from cli.session import open_session
    from jobs.domain.hosting import hosting_notes, hourly_price
    from jobs.services.admission import require_passed
    from jobs.services.deploy import deploy as deploy_models
    from jobs.services.deploy import go_live
    from jobs.services.finished_run import find_finished_run

    session = open_session(recipe, stack)
    cloud, chosen = session.cloud, session.recipe
    found = find_finished_run(cloud, chosen, stack)
    require_passed(cloud, chosen, found.job)
    tags, questions = session.stack.tags, found.data.questions
    endpoints = deploy_models(cloud, session.stack, chosen, found.job, tags=tags, questions=questions, tell=say)
    go_live(cloud, chosen, endpoints.tuned, questions, say)
    document: dict[str, object] = {
        role: {"name": one.name, "deployment": one.deployment or None, "uri": one.uri, "model": one.model_id}
        for role, one in (("base", endpoints.base), ("tuned", endpoints.tuned))
    }
    document["hosting"] = {
        "usd_an_hour": hourly_price(chosen.method, endpoints.tuned),
        "notes": hosting_notes(chosen.method, endpoints.tuned),
    }
    write_result(document, f"base: {endpoints.base.label}\ntuned: {endpoints.tuned.label}", output)
