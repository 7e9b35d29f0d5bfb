"""`tunestack runs clone`: a run's recipe and rows, from the project's storage."""

from pathlib import Path

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, say, write_result


@click.command(
    "clone", epilog="Example: tunestack runs clone xbox-support-0123456789ab --stack phi3-dev --set epochs=3"
)
@click.argument("name")
@stack_option
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the recipe goes; build/NAME.yaml unless given. Its rows go into a folder beside it.",
)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Change a key of the recipe; repeatable.")
@output_option
def clone_command(name: str, stack: str, file: Path | None, settings: tuple[str, ...], output: OutputFormat) -> None:
    """Write the recipe of run NAME with the rows that it was trained on; running it finds the run again.

    With a hyperparameter changed, running it hands in another job.
    """
    from cli.session import open_run
    from jobs.services.clone import clone

    written = clone(open_run(stack, name), file or Path("build") / f"{name}.yaml", settings)
    for key in written.left_out:
        say(f"{key} is left out: its file is on the machine that the run was handed in from")
    write_result(
        {"name": name, "recipe": str(written.recipe), "files": [str(path) for path in written.files]},
        f"{written.recipe}; run it: tunestack run {written.recipe} --stack {stack}",
        output,
    )
