"""`tunestack data upload`: training data in the workspace's datastore."""

from pathlib import Path
from typing import Any

import click

from cli.data_options import format_option, method_option
from cli.options import output_option, stack_option
from cli.output import OutputFormat, say, write_result
from jobs.domain.data_format import FormatName
from jobs.domain.errors import UsageError

_RECIPES = {".yaml", ".yml"}


@click.command("upload", epilog="Example: tunestack data upload jobs/recipes/xbox-support.yaml --stack phi3-dev")
@click.argument("source")
@stack_option
@click.option(
    "--as",
    "name",
    type=click.Choice(["train", "validation"]),
    default="train",
    show_default=True,
    help="What a single file is for.",
)
@format_option
@method_option
@output_option
def upload_command(
    source: str, stack: str, name: str, format_name: FormatName | None, method: str | None, output: OutputFormat
) -> None:
    """Check SOURCE and put it where a job can read it.

    SOURCE is a recipe (.yaml), whose files are uploaded, validation rows split off where it has none; a data file; or
    the path of data in the datastore already (azureml://datastores/NAME/paths/PATH), which is only checked. Files are
    named by the hash of their content: what is there already isn't uploaded again, and an interrupted upload goes on
    where it ended.
    """
    if Path(source).suffix in _RECIPES:
        document, text = _recipe(_existing(source), stack)
    else:
        document, text = _file(source, stack, name, format_name, method)
    write_result(document, text, output)


def _recipe(recipe: Path, stack: str) -> tuple[dict[str, Any], str]:
    from cli.session import open_session
    from jobs.services.prepare_data import read_data, upload_data

    session = open_session(recipe, stack)
    prepared = upload_data(read_data(session.recipe), session.cloud.files, say)
    document = {
        "sha256": prepared.sha256,
        "train": {"uri": prepared.train_uri, "rows": prepared.train_rows},
        "validation": {"uri": prepared.validation_uri, "rows": prepared.validation_rows},
    }
    return document, f"{prepared.train_uri}\n{prepared.validation_uri}"


def _file(
    source: str, stack: str, name: str, format_name: FormatName | None, method: str | None
) -> tuple[dict[str, Any], str]:
    from cli.session import open_cloud
    from jobs.domain.recipe_paths import is_stored
    from jobs.services.upload_data import check_uploaded, upload_file
    from jobs.services.validate_data import limits_for

    file = None if is_stored(source) else _existing(source)
    _, cloud = open_cloud(stack)
    if file is None:
        done = check_uploaded(source, cloud.files, limits=limits_for(method), format_name=format_name)
    else:
        done = upload_file(file, name, cloud.files, limits=limits_for(method), format_name=format_name)
    say(f"{done.report.rows} rows, {'uploaded' if done.new else 'already there'}")
    document = {"uri": done.uri, "uploaded": done.new, "rows": done.report.rows, "sha256": done.report.sha256}
    return document, done.uri


def _existing(source: str) -> Path:
    if not (file := Path(source)).is_file():
        raise UsageError(f"there is no file {source}", fix="Name a recipe, a data file or an azureml:// path.")
    return file
