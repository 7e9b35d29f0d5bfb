"""`tunestack deployments list`: all deployments of a stack."""

from typing import Any

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result


@click.command("list", epilog="Example: tunestack deployments list --stack phi3-custom-dev --output json")
@stack_option
@output_option
def list_command(stack: str, output: OutputFormat) -> None:
    """List what serves models in the stack, by whichever method: state, model, traffic, price by the hour."""
    from cli.session import open_parts
    from jobs.services.deployments import Deployed, deployments

    def row(one: Deployed) -> dict[str, Any]:
        endpoint = one.endpoint
        return {
            "name": endpoint.name,
            "deployment": endpoint.deployment or None,
            "method": one.method,
            "state": endpoint.state,
            "model": endpoint.model_id,
            "traffic": endpoint.traffic,
            "sku": endpoint.sku or None,
            "capacity": endpoint.capacity or None,
            "usd_an_hour": one.usd_an_hour,
            "job": endpoint.tags.get("job"),
        }

    found = [one for outputs, cloud in open_parts(stack) for one in deployments(cloud, outputs.method)]
    lines = [_line(one.endpoint.label, one.endpoint.traffic, one.usd_an_hour, one.endpoint.model_id) for one in found]
    write_result({"deployments": [row(one) for one in found]}, "\n".join(lines) or "nothing is deployed", output)


def _line(label: str, traffic: int, usd: float | None, model: str) -> str:
    price = "-" if usd is None else f"{usd:.2f} USD/h"
    return f"{label:<42} {traffic:>3} %  {price:>10}  {model}"
