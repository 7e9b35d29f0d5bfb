"""`tunestack runs pause` and `resume`: a run that rests on its checkpoint for a while."""

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result


@click.command("pause", epilog="Example: tunestack runs pause travel-assistant-0123456789ab --stack gpt4o-dev")
@click.argument("name")
@stack_option
@output_option
def pause_command(name: str, stack: str, output: OutputFormat) -> None:
    """Ask for run NAME to be paused: Azure OpenAI can; exit code 2 where the method's service can't."""
    from cli.session import open_run

    open_run(stack, name).cloud.jobs.pause(name)
    write_result(
        {"name": name, "pause_requested": True},
        f"{name}: asked to pause; tunestack runs resume {name} --stack {stack} lets it go on",
        output,
    )


@click.command("resume", epilog="Example: tunestack runs resume travel-assistant-0123456789ab --stack gpt4o-dev")
@click.argument("name")
@stack_option
@output_option
def resume_command(name: str, stack: str, output: OutputFormat) -> None:
    """Let the paused run NAME go on from its checkpoint; exit code 2 where the method's service can't pause."""
    from cli.session import open_run

    open_run(stack, name).cloud.jobs.resume(name)
    write_result({"name": name, "resume_requested": True}, f"{name}: asked to go on", output)
