"""`tunestack runs watch`: coming back to a run, from any machine."""

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result


@click.command("watch", epilog="Example: tunestack runs watch xbox-support-0123456789ab --stack phi3-dev")
@click.argument("name")
@stack_option
@output_option
def watch_command(name: str, stack: str, output: OutputFormat) -> None:
    """Watch run NAME until it has ended; needs nothing but its name and the stack.

    Exit code 1 when it fails or runs past its deadline, 5 when it got no machine in time, 130 on Ctrl-C (it goes on).
    """
    from rich.console import Console

    from cli.progress_bar import ProgressBar
    from cli.session import open_run
    from jobs.services.run_document import progress_section
    from jobs.services.watch import watch

    cloud = open_run(stack, name).cloud
    with ProgressBar(Console(stderr=True)) as bar:
        seen = watch(cloud, name, stack, bar.show)
    write_result({"name": name, **progress_section(seen, cloud.clock.now())}, f"{name}: {seen.state.value}", output)
