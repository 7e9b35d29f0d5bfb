"""`tunestack promptflow setup`: the environments of Prompt flow and its successor."""

import click

from cli.options import output_option
from cli.output import OutputFormat, write_result


@click.command(epilog="Example: tunestack promptflow setup")
@output_option
def setup(output: OutputFormat) -> None:
    """Make both environments; the other commands make theirs by themselves.

    Worth its while before a shell speaks to the local Azure: from there no package index can be reached.
    """
    from jobs.promptflow.programs import environment_of

    document = {name: str(environment_of(name)) for name in ("promptflow", "agent-framework")}
    write_result(document, "\n".join(f"{name}: {folder}" for name, folder in document.items()), output)
