"""Data, models and environments: from a local file, from where data lies already, listed, archived."""

from collections.abc import Iterator
from pathlib import Path

from azure.ai.ml import MLClient
from azure.ai.ml.entities import Data, Environment, Model
from setting import Command, holds

IMAGE = "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"
CONDA = {"name": "conformance", "dependencies": ["python=3.11", "pip", {"pip": ["six==1.17.0"]}]}


def asset_commands(client: MLClient, folder: Path) -> Iterator[Command]:
    """Makes each kind of asset in two versions and reads them in every way."""
    rows = folder / "rows.jsonl"
    rows.write_text('{"a": 1}\n')
    data = Data(name="rows", path=str(rows), type="uri_file")
    yield "data.create_or_update of a file", lambda: holds(client.data.create_or_update(data).version, "1")
    path = "azureml://datastores/workspaceblobstore/paths/there/rows.jsonl"
    other = Data(name="rows", path=path, type="uri_file")
    yield "data.create_or_update of a path", lambda: holds(client.data.create_or_update(other).version, "2")
    yield "data.get of the latest", lambda: holds(client.data.get("rows", label="latest").version, "2")
    yield "data.list of versions", lambda: holds(len(list(client.data.list("rows"))), 2)
    yield "data.list", lambda: holds("rows" in [one.name for one in client.data.list()], True)
    yield "data.archive", lambda: client.data.archive("rows", version="1")
    environment = Environment(name="conformance", image=IMAGE, conda_file=CONDA)
    yield (
        "environments.create_or_update",
        lambda: holds(client.environments.create_or_update(environment).version, "1"),
    )
    yield (
        "environments.get of the latest",
        lambda: holds(client.environments.get("conformance", label="latest").version, "1"),
    )
    yield "environments.list", lambda: holds("conformance" in [one.name for one in client.environments.list()], True)
    model = Model(name="weights", path=str(rows), type="custom_model")
    yield "models.create_or_update of a file", lambda: holds(client.models.create_or_update(model).version, "1")
    yield "models.get", lambda: holds(client.models.get("weights", version="1").type, "custom_model")
    yield "models.get of the latest", lambda: holds(client.models.get("weights", label="latest").version, "1")
    yield "models.list", lambda: holds("weights" in [one.name for one in client.models.list()], True)
    yield "models.download", lambda: client.models.download("weights", version="1", download_path=str(folder / "got"))
    yield "models.archive", lambda: client.models.archive("weights", version="1")
