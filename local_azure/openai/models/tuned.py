"""Tuned models and deployable checkpoints: which account has which, made from what, and where its adapter is."""

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from local_azure.cognitiveservices.names import TYPE
from local_azure.errors import AzureError, conflict
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.serving.model_server import Adapter

_TABLE = "openai-models"


@dataclass(frozen=True)
class TunedModel:
    """A model that a job has made, or one of its checkpoints.

    Attributes:
        name: What deployments call it.
        owner: The account that it belongs to.
        base: The catalogue's name of the model it was made from.
        version: The base's version.
        job_id: The job that made it.
        created_at: When, in seconds.
        is_checkpoint: Whether it is a checkpoint.
    """

    name: str
    owner: str
    base: str
    version: str
    job_id: str
    created_at: int
    is_checkpoint: bool = False


class TunedModelStore:
    """The tuned models of all accounts; the port ``tuned-models`` of the service that deploys them.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._folder = platform.directory / "openai" / "models"

    def base_of(self, account_id: str, name: str) -> str | None:
        """Returns the base model that an account's tuned model was made from; None where it has none of that name."""
        account = self._platform.resources.get(account_id)
        found = self.find(str(account.properties["internalId"]), name) if account else None
        return found.base if found else None

    def find(self, owner: str, name: str) -> TunedModel | None:
        """Returns a tuned model of an account, or None."""
        kept = self._platform.store.get(_TABLE, f"{owner}|{name.lower()}")
        return None if kept is None else TunedModel(**kept)

    def all(self, owner: str = "") -> list[TunedModel]:
        """Returns the tuned models and checkpoints of an account, or of all."""
        return [TunedModel(**each) for each in self._platform.store.list(_TABLE, f"{owner}|" if owner else "")]

    def adapter(self, model: TunedModel) -> Adapter:
        """Returns what a tuned model adds to the base weights."""
        return Adapter(model.name, self._folder / model.name)

    def add(self, model: TunedModel, files: Path) -> None:
        """Keeps a tuned model with the files of its adapter; bears repeating."""
        folder = self.adapter(model).folder
        partial = folder.with_name(f"{folder.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(files, partial)
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
        self._platform.store.put(_TABLE, f"{model.owner}|{model.name.lower()}", asdict(model))

    def delete(self, account: Resource, model: TunedModel) -> None:
        """Removes a tuned model with its files.

        Raises:
            AzureError: 409 while a deployment of the account has it.
        """
        used = [each.name for each in self.deployments(account, model.name)]
        if used:
            # The message is from memory: the sources name none.
            raise conflict(
                f"The model '{model.name}' can't be deleted while deployments use it: {', '.join(used)}. "
                "Delete them first.",
                code="conflict",
            )
        self.forget(model)

    def forget(self, model: TunedModel) -> None:
        """Removes a tuned model with its files, whoever has it."""
        self._platform.store.delete(_TABLE, f"{model.owner}|{model.name.lower()}")
        shutil.rmtree(self.adapter(model).folder, ignore_errors=True)

    def deployments(self, account: Resource, name: str) -> list[Resource]:
        """Returns the deployments of an account that have a model."""
        there = self._platform.resources.children(account.id, f"{TYPE}/deployments")
        return [each for each in there if str(each.properties["model"]["name"]).lower() == name.lower()]

    def not_there(self, name: str) -> AzureError:
        """Returns the error for a model that isn't there."""
        return AzureError(404, "resourceNotFound", f"The model '{name}' doesn't exist.")
