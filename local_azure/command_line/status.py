"""status: says whether the local Azure runs and where."""

import json
import sys
from dataclasses import asdict

import click

from local_azure.command_line.running import NOT_RUNNING
from local_azure.daemon import answers, running_instance
from local_azure.directories import instance_directory


@click.command(name="status", help="Say whether it runs and where; exit code 2 when it doesn't.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def status(output: str) -> None:
    """Tells whether the local Azure runs."""
    directory = instance_directory()
    instance = running_instance(directory)
    healthy = instance is not None and answers(directory, instance)
    if output == "json":
        document = {"running": instance is not None, "answers": healthy, "directory": str(directory)}
        click.echo(json.dumps({**document, **(asdict(instance) if instance else {})}, indent=2))
    elif instance is None:
        click.echo(NOT_RUNNING)
    else:
        click.echo(f"The local Azure runs since {instance.started_at}, process {instance.pid}, in {directory}.")
        click.echo(f"Proxy http://127.0.0.1:{instance.proxy_port}, {'answers' if healthy else 'does NOT answer'}.")
    sys.exit(0 if healthy else 2)
