"""Models of Azure OpenAI: those that there are, and one that was tuned: deployed, asked, kept while it is, deleted."""

from collections.abc import Iterator

from account import GROUP, MODEL, NAME, make_deployment, refused
from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from file_commands import HELLO
from openai import OpenAI
from setting import Command, holds


def model_commands(
    client: OpenAI, version: str, arm: CognitiveServicesManagementClient, tuned: dict[str, str]
) -> Iterator[Command]:
    """Reads the models, deploys the tuned one, asks it and deletes it.

    Args:
        client: The client.
        version: Its shape.
        arm: Makes and deletes deployments.
        tuned: The tuned model's name, by the version.
    """
    models = client.models
    yield f"models.list ({version})", lambda: holds({MODEL, tuned[version]} <= {one.id for one in models.list()}, True)
    yield f"models.retrieve ({version})", lambda: holds(models.retrieve(MODEL).object, "model")
    yield (
        f"models.retrieve of a tuned one ({version})",
        lambda: holds(models.retrieve(tuned[version]).id, tuned[version]),
    )
    yield f"models.retrieve of none ({version})", lambda: refused(404, lambda: models.retrieve("none"))
    yield f"a deployment of the tuned model ({version})", lambda: _deployed(arm, tuned[version])
    yield f"chat.completions.create with the tuned model ({version})", lambda: _chat(client)
    yield f"models.delete of a deployed one ({version})", lambda: refused(409, lambda: models.delete(tuned[version]))
    yield f"its deployment is deleted ({version})", lambda: arm.deployments.begin_delete(GROUP, NAME, "tuned").result()
    yield f"models.delete ({version})", lambda: holds(models.delete(tuned[version]).deleted, True)
    yield (
        f"models.retrieve of what was deleted ({version})",
        lambda: refused(404, lambda: models.retrieve(tuned[version])),
    )
    yield f"models.delete of a base model ({version})", lambda: refused(403, lambda: models.delete(MODEL))


def _deployed(arm: CognitiveServicesManagementClient, name: str) -> None:
    make_deployment(arm, "tuned", capacity=10, model={"format": "OpenAI", "name": name, "version": "1"})


def _chat(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="tuned", messages=HELLO, max_tokens=4)
    holds(answer.usage.completion_tokens > 0, True)
