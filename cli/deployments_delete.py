"""`tunestack deployments delete`: an endpoint, or one deployment behind it, deleted."""

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, say, write_result
from jobs.domain.errors import CloudError


@click.command(
    "delete", epilog="Example: tunestack deployments delete ultrachat-style-0a1b2c3d/blue --stack phi3-custom-dev --yes"
)
@click.argument("name")
@stack_option
@click.option("--yes", is_flag=True, help="Don't ask.")
@output_option
def delete_command(name: str, stack: str, yes: bool, output: OutputFormat) -> None:  # noqa: FBT001 -- click's
    """Delete NAME, an endpoint with all behind it, or NAME/DEPLOYMENT; models stay.

    A deployment that gets requests isn't deleted while others are behind the same endpoint: exit code 4.
    """
    from cli.session import open_parts
    from jobs.services.deployments import delete_deployment, deployments, find_deployment

    for outputs, cloud in open_parts(stack):
        meant = find_deployment(deployments(cloud, outputs.method), name)
        if not meant:
            continue
        for one in meant:
            say(f"{one.endpoint.label} serves {one.endpoint.model_id}")
        if not yes:
            click.confirm(f"Delete {name}?", abort=True, err=True)
        delete_deployment(cloud, name)
        write_result({"deleted": [one.endpoint.label for one in meant]}, f"{name}: deleted", output)
        return
    raise CloudError(f"there is no deployment {name}", fix=f"tunestack deployments list --stack {stack} shows all.")
