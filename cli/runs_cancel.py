"""`tunestack runs cancel`: a job stopped."""

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result
from jobs.domain.errors import CloudError


@click.command("cancel", epilog="Example: tunestack runs cancel xbox-support-0123456789ab --stack phi3-dev")
@click.argument("name")
@stack_option
@output_option
def cancel_command(name: str, stack: str, output: OutputFormat) -> None:
    """Ask for job NAME to be stopped; one that has ended already stays as it is."""
    from cli.session import open_cloud

    _, cloud = open_cloud(stack)
    job = cloud.jobs.get(name)
    if job is None:
        raise CloudError(f"there is no job {name}", fix=f"tunestack runs list --stack {stack} shows all.")
    if not job.state.is_final:
        cloud.jobs.cancel(name)
    write_result(
        {"name": name, "state": job.state.value, "cancel_requested": not job.state.is_final},
        f"{name}: " + (f"is {job.state.value} already" if job.state.is_final else "asked to stop"),
        output,
    )
