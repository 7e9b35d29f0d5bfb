"""start: runs the local Azure in the background, or in this process."""

from pathlib import Path

import click

from local_azure.daemon import LocalAzureError, running_instance, start
from local_azure.directories import instance_directory, root


@click.command(name="start", help="Start it, or say where it is when it runs already.")
@click.option(
    "--weights", type=click.Choice(["smollm2-135m-instruct", "tiny-random"]), help="The model weights it runs."
)
@click.option("--foreground", is_flag=True, help="Stay in this process until Ctrl-C.")
def start_command(weights: str | None, foreground: bool) -> None:  # noqa: FBT001 -- click passes options by name
    """Starts the local Azure."""
    directory = instance_directory()
    directory.mkdir(parents=True, exist_ok=True)
    try:
        if weights is not None:
            _choose_weights(directory, weights)
        if foreground:
            _run_in_foreground(directory)
            return
        instance = start(directory)
    except LocalAzureError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The local Azure runs: proxy http://127.0.0.1:{instance.proxy_port}, process {instance.pid}.")
    click.echo("Use it with: tunestack local exec -- COMMAND")


def _choose_weights(directory: Path, weights: str) -> None:
    from local_azure.options import keep_options, kept_options

    kept = kept_options(directory)
    if kept.weights != weights and running_instance(directory) is not None:
        raise LocalAzureError(f"it runs with the weights {kept.weights}; stop it first: tunestack local stop")
    keep_options(directory, kept.model_copy(update={"weights": weights}))


def _run_in_foreground(directory: Path) -> None:
    from local_azure.foreground import run_in_foreground
    from local_azure.options import kept_options

    run_in_foreground(directory, root=root(), options=kept_options(directory))
