"""Models: from a local folder, from what a job left and where it lies already; versioned, downloaded, archived."""

from collections.abc import Iterator
from pathlib import Path

from azure.ai.ml import MLClient
from azure.ai.ml.entities import Model
from job_commands import FIRST
from setting import Command, holds, is_gone, refuses

NAME = "weights"


def model_commands(client: MLClient, folder: Path) -> Iterator[Command]:
    """Registers versions of one model from everywhere that they can come from, and reads them in every way."""
    weights = folder / "weights"
    weights.mkdir()
    (weights / "weights.txt").write_text("1 2 3")
    models = client.models
    output = f"azureml://jobs/{FIRST}/outputs/made"
    yield "models.create_or_update of a folder", lambda: holds(_made(client, str(weights), tags={"a": "b"}), "1")
    yield "models.create_or_update of a job's output", lambda: holds(_made(client, output), "2")
    yield "models.create_or_update of a path in it", lambda: holds(_made(client, f"{output}/paths/answer.txt"), "3")
    yield "models.create_or_update of a run's path", lambda: holds(_made(client, f"runs:/{FIRST}/user_logs"), "4")
    yield (
        "models.create_or_update of an output that isn't",
        lambda: refuses("UserError", lambda: _made(client, f"azureml://jobs/{FIRST}/outputs/none")),
    )
    yield "models.get", lambda: _read(client)
    yield "models.get of the latest", lambda: holds(models.get(NAME, label="latest").version, "4")
    yield "models.get of a job's output", lambda: holds(models.get(NAME, version="2").job_name, FIRST)
    yield "models.get of none", lambda: is_gone(lambda: models.get(NAME, version="99"))
    yield "models.list", lambda: holds(NAME in [one.name for one in models.list()], True)
    yield "models.list of versions", lambda: holds(_versions(client), {"1", "2", "3", "4"})
    yield "models.download", lambda: _downloaded(client, folder / "models")
    yield "models.download of a job's output", lambda: _output_downloaded(client, folder / "outputs")
    yield "models.archive", lambda: models.archive(NAME, version="3")
    yield "models.list without what is archived", lambda: holds(_versions(client), {"1", "2", "4"})
    yield "models.restore", lambda: models.restore(NAME, version="3")
    yield "models.list with what is back", lambda: holds(_versions(client), {"1", "2", "3", "4"})
    yield "models.archive of all versions", lambda: models.archive(NAME)
    yield "models.list without it", lambda: holds(NAME in [one.name for one in models.list()], False)
    yield "models.restore of all versions", lambda: models.restore(NAME)


def _made(client: MLClient, path: str, tags: dict[str, str] | None = None) -> str:
    model = Model(name=NAME, path=path, type="custom_model", tags=tags)
    return str(client.models.create_or_update(model).version)


def _read(client: MLClient) -> None:
    model = client.models.get(NAME, version="1")
    holds((model.type, model.tags), ("custom_model", {"a": "b"}))


def _versions(client: MLClient) -> set[str]:
    return {str(one.version) for one in client.models.list(NAME)}


def _downloaded(client: MLClient, folder: Path) -> None:
    client.models.download(NAME, version="1", download_path=str(folder))
    holds(next(folder.rglob("weights.txt")).read_text(), "1 2 3")


def _output_downloaded(client: MLClient, folder: Path) -> None:
    client.models.download(NAME, version="2", download_path=str(folder))
    holds(next(folder.rglob("answer.txt")).read_text(), "ROWS")
