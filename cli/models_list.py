"""`tunestack models list`: all tuned models of a stack."""

from typing import Any

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result


@click.command("list", epilog="Example: tunestack models list --stack phi3-dev --output json")
@stack_option
@output_option
def list_command(stack: str, output: OutputFormat) -> None:
    """List the tuned models of the stack, by whichever method, with the job that made each and where it is deployed."""
    from cli.session import open_parts
    from jobs.services.models import tuned_models

    found: list[dict[str, Any]] = [
        {
            "name": one.version.name,
            "version": one.version.version,
            "method": outputs.method,
            "job": one.version.job or None,
            "deployed": [endpoint.label for endpoint in one.deployed],
        }
        for outputs, cloud in open_parts(stack)
        for one in tuned_models(cloud)
    ]
    lines = [
        f"{one['name']:<40} {one['version']:<6} {', '.join(one['deployed']) or 'not deployed':<40} {one['job'] or ''}"
        for one in found
    ]
    write_result({"models": found}, "\n".join(lines) or "no tuned models", output)
