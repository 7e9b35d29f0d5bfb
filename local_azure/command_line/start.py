"""start: runs the local Azure in the background, or in this process."""

from collections.abc import Mapping
from pathlib import Path

import click

from local_azure.confinement import UNCONFINED, what_holds
from local_azure.daemon import LocalAzureError, running_instance, start
from local_azure.directories import instance_directory, root
from local_azure.locks import LockHeldError
from local_azure.snapshots.at_rest import finish_interrupted_restore


@click.command(name="start", help="Start it, or say where it is when it runs already.")
@click.option(
    "--weights", type=click.Choice(["smollm2-135m-instruct", "tiny-random"]), help="The model weights it runs."
)
@click.option("--latency", type=click.Choice(["none", "azure"]), help="How long operations take: no time, or Azure's.")
@click.option(
    "--latency-scale",
    type=click.FloatRange(0, 10, min_open=True),
    metavar="FACTOR",
    help="What Azure's times are multiplied by, such as 0.05.",
)
@click.option("--foreground", is_flag=True, help="Stay in this process until Ctrl-C.")
def start_command(
    weights: str | None,
    latency: str | None,
    latency_scale: float | None,
    foreground: bool,  # noqa: FBT001 -- click passes options by name
) -> None:
    """Starts the local Azure."""
    directory = instance_directory()
    directory.mkdir(parents=True, exist_ok=True)
    try:
        finish_interrupted_restore(directory)
        _choose(directory, {"weights": weights, "latency": latency, "latency_scale": latency_scale})
        if foreground:
            _run_in_foreground(directory)
            return
        instance = start(directory)
    except (LocalAzureError, LockHeldError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The local Azure runs: proxy http://127.0.0.1:{instance.proxy_port}, process {instance.pid}.")
    if what_holds() == UNCONFINED:
        click.echo(UNCONFINED, err=True)
    click.echo("Use it with: tunestack local exec -- COMMAND")


def _choose(directory: Path, options: Mapping[str, str | float | None]) -> None:
    from local_azure.options import keep_options, kept_options

    kept = kept_options(directory)
    chosen = {name: value for name, value in options.items() if value not in (None, getattr(kept, name))}
    if not chosen:
        return
    if running_instance(directory) is not None:
        runs_with = ", ".join(f"the {name.replace('_', ' ')} {getattr(kept, name)}" for name in chosen)
        raise LocalAzureError(f"it runs with {runs_with}; stop it first: tunestack local stop")
    keep_options(directory, kept.model_copy(update=chosen))


def _run_in_foreground(directory: Path) -> None:
    from local_azure.foreground import run_in_foreground
    from local_azure.options import kept_options

    run_in_foreground(directory, root=root(), options=kept_options(directory))
