"""snapshot list: says which snapshots there are."""

import json
from dataclasses import asdict

import click

from local_azure.directories import instance_directory
from local_azure.snapshots.snapshots import SnapshotError, find, names


@click.command(name="list", help="Say which snapshots there are.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def list_command(output: str) -> None:
    """Lists the snapshots, those that can't be used with the reason."""
    directory = instance_directory()
    found: list[dict[str, object]] = []
    for name in names(directory):
        try:
            found.append({**asdict(find(directory, name)), "problem": None})
        except SnapshotError as error:
            found.append({"name": name, "problem": str(error)})
    if output == "json":
        click.echo(json.dumps(found, indent=2))
        return
    for each in found:
        size = f"{each.get('files')} files, {each.get('bytes')} bytes"
        click.echo(each["problem"] or f"{each['name']}  {each['made_at']}  {size}")
    if not found:
        click.echo("There are no snapshots; save one with: tunestack local snapshot save NAME")
