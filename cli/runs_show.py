"""`tunestack runs show`: one job as it is now."""

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result


@click.command("show", epilog="Example: tunestack runs show xbox-support-0123456789ab --stack phi3-dev")
@click.argument("name")
@stack_option
@click.option(
    "--lines", type=click.IntRange(min=0), default=15, show_default=True, help="Last lines of the log to show."
)
@output_option
def show_command(name: str, stack: str, lines: int, output: OutputFormat) -> None:
    """Show job NAME: state, queue and run time, steps, losses, and the last lines of its log."""
    from cli.progress_bar import details
    from cli.session import open_cloud
    from jobs.services.run_document import progress_section
    from jobs.services.watch import look

    _, cloud = open_cloud(stack)
    seen, log = look(cloud, name), cloud.runs.log_tail(name, lines) if lines else []
    document = {"name": name, **progress_section(seen, cloud.clock.now()), "log": log}
    text = "\n".join(
        [f"{name}: {seen.state.value}, {details(seen, cloud.clock.now())}", *[f"  | {line}" for line in log]]
    )
    write_result(document, text, output)
