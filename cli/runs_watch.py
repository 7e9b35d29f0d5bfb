"""`tunestack runs watch`: coming back to a job."""

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result


@click.command("watch", epilog="Example: tunestack runs watch xbox-support-0123456789ab --stack phi3-dev")
@click.argument("name")
@stack_option
@output_option
def watch_command(name: str, stack: str, output: OutputFormat) -> None:
    """Watch job NAME until it has ended; exit code 1 when it fails, 130 on Ctrl-C (the job goes on)."""
    from rich.console import Console

    from cli.progress_bar import ProgressBar
    from cli.session import open_cloud
    from jobs.services.run_document import progress_section
    from jobs.services.watch import watch

    _, cloud = open_cloud(stack)
    with ProgressBar(Console(stderr=True)) as bar:
        seen = watch(cloud, name, stack, bar.show)
    write_result({"name": name, **progress_section(seen, cloud.clock.now())}, f"{name}: {seen.state.value}", output)
