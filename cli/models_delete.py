"""`tunestack models delete`: a tuned model deleted."""

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result
from jobs.domain.errors import CloudError


@click.command("delete", epilog="Example: tunestack models delete xbox-support --version 2 --stack phi3-dev --yes")
@click.argument("name")
@stack_option
@click.option("--version", help="Which version; may be left out where there is one.")
@click.option("--with-deployments", is_flag=True, help="Delete its deployments first.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@output_option
def delete_command(
    name: str,
    stack: str,
    version: str | None,
    with_deployments: bool,  # noqa: FBT001 -- click passes it by name
    yes: bool,  # noqa: FBT001 -- likewise
    output: OutputFormat,
) -> None:
    """Delete the tuned model NAME; while it is deployed it isn't, and where it is deployed is said: exit code 4."""
    from cli.session import open_parts
    from jobs.services.models import choose_version, delete_model, tuned_models

    for _, cloud in open_parts(stack):
        there = tuned_models(cloud)
        if all(one.version.name != name for one in there):
            continue
        model = choose_version(there, name, version)
        gone = [one.label for one in model.deployed] if with_deployments else []
        what = f"{name} version {model.version.version}" + (f" and {', '.join(gone)}" if gone else "")
        if not yes:
            click.confirm(f"Delete {what}?", abort=True, err=True)
        delete_model(cloud, model, with_deployments=with_deployments)
        write_result(
            {"deleted": name, "version": model.version.version, "deployments": gone}, f"{what}: deleted", output
        )
        return
    raise CloudError(f"there is no tuned model {name}", fix=f"tunestack models list --stack {stack} shows all.")
