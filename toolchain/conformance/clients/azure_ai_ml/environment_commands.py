"""Environments: of an image and a conda file, in versions, found by the latest, archived."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from azure.ai.ml import MLClient
from azure.ai.ml.constants import ListViewType
from azure.ai.ml.entities import Environment
from setting import Command, holds, is_gone

NAME = "conformance"
IMAGE = "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"
CONDA = Path(__file__).with_name("conda.yaml")


def environment(**named: Any) -> Environment:
    """The environment that jobs and deployments run in; anonymous unless it is named."""
    return Environment(image=IMAGE, conda_file=CONDA, **named)


def environment_commands(client: MLClient) -> Iterator[Command]:
    """Makes an environment with a conda file and one of an image alone, and reads them in every way."""
    environments = client.environments
    yield (
        "environments.create_or_update",
        lambda: holds(environments.create_or_update(environment(name=NAME)).version, "1"),
    )
    image = Environment(name="image-alone", image=IMAGE, version="stable", tags={"a": "b"})
    yield (
        "environments.create_or_update of an image alone",
        lambda: holds(environments.create_or_update(image).version, "stable"),
    )
    yield "environments.get", lambda: holds(environments.get(NAME, version="1").conda_file["name"], "conformance")
    yield "environments.get of the latest", lambda: holds(environments.get(NAME, label="latest").version, "1")
    yield "environments.get of none", lambda: is_gone(lambda: environments.get(NAME, version="99"))
    yield "environments.list", lambda: holds({NAME, "image-alone"} <= {one.name for one in environments.list()}, True)
    yield "environments.list of versions", lambda: holds([one.version for one in environments.list(NAME)], ["1"])
    yield "environments.archive", lambda: environments.archive("image-alone", version="stable")
    yield "environments.list without it", lambda: holds(list(environments.list("image-alone")), [])
    yield (
        "environments.list of what is archived",
        lambda: holds(
            [one.version for one in environments.list("image-alone", list_view_type=ListViewType.ARCHIVED_ONLY)],
            ["stable"],
        ),
    )
    yield "environments.restore", lambda: environments.restore("image-alone", version="stable")
    yield "environments.list with it", lambda: holds(len(list(environments.list("image-alone"))), 1)
    yield "environments.archive of all versions", lambda: environments.archive("image-alone")
    yield "environments.list without any", lambda: holds(_is_listed(client), False)
    yield "environments.restore of all versions", lambda: environments.restore("image-alone")
    yield "environments.list with all", lambda: holds(_is_listed(client), True)


def _is_listed(client: MLClient) -> bool:
    return "image-alone" in [one.name for one in client.environments.list()]
