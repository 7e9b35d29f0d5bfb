"""`tunestack data upload`: a recipe's data in the workspace's datastore."""

from pathlib import Path

import click

from cli.options import output_option, recipe_file, stack_option
from cli.output import OutputFormat, say, write_result


@click.command("upload", epilog="Example: tunestack data upload jobs/recipes/xbox-support.yaml --stack phi3-dev")
@recipe_file
@stack_option
@output_option
def upload_command(recipe: Path, stack: str, output: OutputFormat) -> None:
    """Check RECIPE's data, split validation rows off where it has none, and upload both.

    Files are named by the hash of their content: what is there already isn't uploaded again.
    """
    from cli.session import open_session
    from jobs.services.prepare_data import read_data, upload_data

    session = open_session(recipe, stack)
    prepared = upload_data(read_data(session.recipe), session.cloud.datastore, say)
    document = {
        "sha256": prepared.sha256,
        "train": {"uri": prepared.train_uri, "rows": prepared.train_rows},
        "validation": {"uri": prepared.validation_uri, "rows": prepared.validation_rows},
    }
    write_result(document, f"{prepared.train_uri}\n{prepared.validation_uri}", output)
