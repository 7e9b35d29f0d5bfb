"""`tunestack promptflow serve`: the flow on loopback, until Ctrl-C."""

import signal
import sys
from pathlib import Path
from typing import Unpack

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, say, write_result
from cli.promptflow_options import Asked, deployed_model, model_options, warn_of_retirement
from jobs.domain.errors import CloudError


@click.command(epilog="Example: tunestack promptflow serve jobs/recipes/xbox-support.yaml --stack phi3-dev")
@recipe_file
@stack_option
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Of 127.0.0.1.")
@model_options
@output_option
def serve(
    recipe: Path,
    stack: str,
    port: int,
    output: OutputFormat,
    **asked: Unpack[Asked],
) -> None:
    """Serve RECIPE's deployed model through the flow until Ctrl-C: a page to chat on, `POST /score`, `GET /health`.

    Only this machine reaches it. Whoever does asks the model with your identity.
    """
    from cli.session import open_session
    from jobs.promptflow.programs import environment_of
    from jobs.promptflow.serving import served
    from jobs.services.finished_run import find_finished_run

    session = open_session(recipe, stack)
    found = find_finished_run(session.cloud, session.recipe, stack)
    deployed = deployed_model(session, found, **asked)
    warn_of_retirement()
    environment = environment_of("promptflow")
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that the server ends too
    try:
        with served(environment, deployed, port) as running:
            document = {
                "engine": "prompt-flow",
                "model": deployed.url,
                "chat": f"{running.url}/",
                "score": f"{running.url}/score",
                "health": f"{running.url}/health",
            }
            write_result(document, f"chat at {running.url}/ (Ctrl-C ends)", output)
            sys.stdout.flush()
            raise CloudError(f"Prompt flow's server ended by itself with exit code {running.wait()}")
    except KeyboardInterrupt:
        say("ended")
    finally:
        signal.signal(signal.SIGTERM, before)
