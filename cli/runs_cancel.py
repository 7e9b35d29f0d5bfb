"""`tunestack runs cancel`: a run asked to stop."""

from typing import TYPE_CHECKING

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result

if TYPE_CHECKING:
    from jobs.services.find_run import FoundRun


@click.command("cancel", epilog="Example: tunestack runs cancel xbox-support-0123456789ab --stack phi3-dev")
@click.argument("name")
@stack_option
@output_option
def cancel_command(name: str, stack: str, output: OutputFormat) -> None:
    """Ask for run NAME to be stopped, and say what goes on and is paid for; one that has ended stays as it is."""
    from cli.session import open_run

    found = open_run(stack, name)
    running = found.job is not None and not found.job.state.is_final
    if running:
        found.cloud.jobs.cancel(name)
    state = found.job.state.value if found.job else "gone"
    going_on = _going_on(found)
    told = f"{name}: " + ("asked to stop" if running else f"is {state} already")
    document = {"name": name, "state": state, "cancel_requested": running, "going_on": going_on}
    kept = [f"  goes on, and is paid for: endpoint {endpoint}" for endpoint in going_on]
    write_result(document, "\n".join([told, *kept]), output)


def _going_on(found: "FoundRun") -> list[str]:
    """The endpoints of the run that are there still: stopping its job doesn't take them away."""
    noted = found.record.deployments if found.record else ()
    return [endpoint.name for endpoint in found.cloud.endpoints.list() if endpoint.name in noted] if noted else []
