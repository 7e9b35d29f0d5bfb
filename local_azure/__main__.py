"""``python -m local_azure``: start, stop, status, reset, faults, env and exec of the local Azure."""

import json
import os
import shlex
import sys
from dataclasses import asdict
from pathlib import Path

import click

from local_azure.daemon import LocalAzureError, answers, running_instance, start, stop
from local_azure.directories import instance_directory, root
from local_azure.environment import Environment, client_environment
from local_azure.instance_file import InstanceFile
from local_azure.reset import reset

NOT_RUNNING = "The local Azure isn't running; start it with: tunestack local start"


@click.group(name="local", help="The local Azure: Azure on loopback, for trying everything with no account.")
def main() -> None:
    """Runs one of the commands."""


@main.command(name="start", help="Start it, or say where it is when it runs already.")
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


@main.command(name="stop", help="Stop it, with everything it started.")
def stop_command() -> None:
    """Stops the local Azure."""
    try:
        ran = stop(instance_directory())
    except LocalAzureError as error:
        raise click.ClickException(str(error)) from error
    click.echo("The local Azure is stopped." if ran else "The local Azure wasn't running.")


@main.command(name="status", help="Say whether it runs and where; exit code 2 when it doesn't.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def status_command(output: str) -> None:
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


@main.command(name="reset", help="Forget all resources, data and Pulumi state; caches stay. Stops it first.")
def reset_command() -> None:
    """Deletes the local Azure's state."""
    directory = instance_directory()
    try:
        ran = stop(directory)
    except LocalAzureError as error:
        raise click.ClickException(str(error)) from error
    gone = reset(directory)
    click.echo(f"Deleted {len(gone)} entries of {directory}." + (" Start it again when you like." if ran else ""))


@main.command(name="faults", help="Let requests fail on purpose, by the rules in FILE; without one, say which are set.")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--clear", is_flag=True, help="Let all requests through again.")
def faults_command(file: Path | None, clear: bool) -> None:  # noqa: FBT001 -- click passes options by name
    """Sets, shows or clears the rules of faults; they count from the next request on."""
    from local_azure.faults.rules import Faults, keep_faults, kept_faults, read_faults

    directory = instance_directory()
    if file is not None:
        try:
            keep_faults(directory, read_faults(file))
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    elif clear:
        keep_faults(directory, Faults())
    click.echo(kept_faults(directory).model_dump_json(indent=2, exclude_defaults=True))


@main.command(name="env", help="Print shell commands that point clients here. They hold the instance's own secrets.")
def env_command() -> None:
    """Prints the environment for a shell: ``eval "$(tunestack local env)"``."""
    environment = _environment(_require_running())
    for name in environment.clears:
        click.echo(f"unset {name}")
    for name, value in environment.sets.items():
        click.echo(f"export {name}={shlex.quote(value)}")


@main.command(name="exec", help="Run COMMAND against it.", context_settings={"ignore_unknown_options": True})
@click.option(
    "--from-subnet",
    metavar="SUBNET_ID",
    callback=lambda _context, _option, value: _subnet_id(value),
    help="Run as if on a machine in that subnet: through its network's private endpoints. Else it runs outside.",
)
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def exec_command(command: tuple[str, ...], from_subnet: str | None) -> None:
    """Replaces this process by a command whose environment leads to the local Azure."""
    environment = _environment(_require_running(), from_subnet).applied_to(os.environ)
    try:
        os.execvpe(command[0], list(command), environment)  # noqa: S606 -- running the user's command is the point
    except FileNotFoundError:
        click.echo(f"There is no command '{command[0]}' on the PATH.", err=True)
        sys.exit(127)


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


def _require_running() -> InstanceFile:
    instance = running_instance(instance_directory())
    if instance is None:
        click.echo(NOT_RUNNING, err=True)
        sys.exit(2)
    return instance


def _environment(instance: InstanceFile, subnet_id: str | None = None) -> Environment:
    return client_environment(
        instance_directory(),
        root=root(),
        instance=instance,
        inherited=os.environ,
        subnet_id=subnet_id,
        # Ours judge our stacks; another project that is tried here has its own.
        policy_pack=root() / "policies" if Path.cwd().is_relative_to(root()) else None,
    )


def _subnet_id(value: str | None) -> str | None:
    from local_azure.origins import SUBNET_ID

    if value is not None and not SUBNET_ID.fullmatch(value):
        raise click.BadParameter(
            f"'{value}' isn't the id of a subnet: /subscriptions/.../resourceGroups/.../providers/Microsoft.Network"
            "/virtualNetworks/NAME/subnets/NAME"
        )
    return value


if __name__ == "__main__":
    main(prog_name="tunestack local")
