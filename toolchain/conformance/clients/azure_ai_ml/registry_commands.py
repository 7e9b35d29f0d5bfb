"""The public registry `azureml`: its models, read and listed without a workspace."""

from collections.abc import Iterator

from azure.ai.ml import MLClient
from finetuning_commands import PHI
from setting import Command, credential, holds, is_gone

NAME = "Phi-3-mini-128k-instruct"


def registry_commands() -> Iterator[Command]:
    """Reads the registry's models in every way."""
    made: dict[str, MLClient] = {}

    def models() -> object:
        if not made:
            made["client"] = MLClient(credential(), registry_name="azureml")
        return made["client"].models

    yield "registry: models.get", lambda: holds(models().get(NAME, version="13").id, PHI)
    yield "registry: models.get of the latest", lambda: holds(models().get(NAME, label="latest").version, "13")
    yield "registry: models.get of its tags", lambda: holds("finetuning-tasks" in models().get(NAME, "13").tags, True)
    yield "registry: models.get of none", lambda: is_gone(lambda: models().get(NAME, version="99"))
    yield "registry: models.list", lambda: holds("Phi-4-mini-instruct" in [one.name for one in models().list()], True)
    yield "registry: models.list of versions", lambda: holds([one.version for one in models().list(NAME)], ["13"])
