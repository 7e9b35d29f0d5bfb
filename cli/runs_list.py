"""`tunestack runs list`: all fine-tuning jobs of a workspace."""

from typing import Any

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result


@click.command("list", epilog="Example: tunestack runs list --stack phi3-dev --output json")
@stack_option
@output_option
def list_command(stack: str, output: OutputFormat) -> None:
    """List the fine-tuning jobs of the stack's workspace, newest first."""
    from cli.session import open_cloud

    _, cloud = open_cloud(stack)
    runs: list[dict[str, Any]] = [
        {
            "name": job.name,
            "state": job.state.value,
            "submitted": job.times.submitted and job.times.submitted.isoformat(),
            "recipe": (job.tags or {}).get("recipe", ""),
            "tuned_model": job.tuned_model,
        }
        for job in cloud.jobs.list()
    ]
    lines = [f"{run['state']:<12} {run['submitted'] or '':<33} {run['name']}" for run in runs]
    write_result({"runs": runs}, "\n".join(lines) or "no fine-tuning jobs", output)
