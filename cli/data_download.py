"""`tunestack data download`: the originals of the documents' training data."""

from pathlib import Path

import click

from cli.options import output_option
from cli.output import OutputFormat, say, write_document, write_result
from jobs.domain.errors import UsageError


@click.command("download", epilog="Example: tunestack data download travel-assistant --to data")
@click.argument("name", required=False)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    show_default=True,
    help="The folder to write to.",
)
@output_option
def download_command(name: str | None, folder: Path, output: OutputFormat) -> None:
    """Download the dataset NAME of the catalogue; without NAME, list what there is.

    What arrives is checked against its SHA-256 and not kept where it is another file. An interrupted download goes on
    where it ended. The licence and the source are said; the data is its owners'.
    """
    from catalogue.datasets import datasets
    from jobs.adapters.https_source import HttpsSource
    from jobs.services.download_data import download

    if name is None:
        _list(output)
        return
    dataset = datasets().get(name)
    if dataset is None:
        raise UsageError(f"there is no dataset {name}; there are: {', '.join(datasets())}")
    file = folder / dataset.file
    new = download(dataset, file, HttpsSource(), say)
    document = dataset.model_dump() | {"name": name, "file": str(file), "downloaded": new}
    said = f"{file} ({'downloaded' if new else 'there already'}), SHA-256 as expected"
    write_result(document, f"{said}\nsource: {dataset.source}; licence: {dataset.licence}\n{dataset.note}", output)


def _list(output: OutputFormat) -> None:
    from catalogue.datasets import datasets

    if output == "json":
        write_document({"datasets": {name: dataset.model_dump() for name, dataset in datasets().items()}})
        return
    for name, dataset in datasets().items():
        click.echo(f"{name}: {dataset.note} ({dataset.licence}, {dataset.source})")
