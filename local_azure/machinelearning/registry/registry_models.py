"""The models of the registry ``azureml``: those that the catalogue knows as tuned serverless, retired ones included."""

import datetime as dt
from dataclasses import dataclass

from catalogue.models import Catalogue, models
from catalogue.tunable import tunable
from local_azure.errors import AzureError
from local_azure.machinelearning.asset_uris import RegistryModel

REGISTRY = "azureml"


@dataclass(frozen=True)
class ListedModel:
    """A model of the registry.

    Attributes:
        name: Its name.
        version: Its one version here.
        publisher: Who publishes it.
        marketplace: Whether it needs a marketplace subscription before it is tuned or deployed; Microsoft's don't.
        tune_in: Regions where serverless fine-tuning of it runs.
    """

    name: str
    version: str
    publisher: str
    marketplace: bool
    tune_in: tuple[str, ...]


class RegistryModels:
    """The registry's models, found by name without regard to case.

    Args:
        catalogue: What is known of models.
        on: The day whose dates count; None: dates play no part, and models that Azure has retired are still tuned.
    """

    def __init__(self, catalogue: Catalogue, on: dt.date | None = None) -> None:
        self._catalogue, self._on = catalogue, on
        rows = [(model, model.tuning_by("serverless")) for model in catalogue.models.values()]
        self._models = {
            model.name.lower(): ListedModel(
                model.name, model.version, model.publisher, tuning.marketplace, tuning.regions
            )
            for model, tuning in rows
            if tuning is not None
        }

    def all(self) -> list[ListedModel]:
        """Returns all models."""
        return list(self._models.values())

    def get(self, name: str) -> ListedModel | None:
        """Returns the model of a name, or None."""
        return self._models.get(name.lower())

    def require(self, reference: RegistryModel) -> ListedModel:
        """Returns the model that a reference names.

        Raises:
            AzureError: 400 when there is none, of that version.
        """
        model = self.get(reference.name) if reference.registry.lower() == REGISTRY else None
        if model is None or reference.version not in (None, model.version):
            version = f", version {reference.version}," if reference.version else ""
            known = ", ".join(f"{each.name} (version {each.version})" for each in self.all())
            message = f"The model '{reference.name}'{version} isn't in registry '{reference.registry}'. Known: {known}."
            raise AzureError(400, "UserError", message, target="model")
        return model

    def require_tunable(self, reference: RegistryModel, location: str) -> ListedModel:
        """Returns the model that a reference names when it can be fine-tuned in a region.

        Raises:
            AzureError: 400 otherwise.
        """
        model = self.require(reference)
        if location not in model.tune_in:
            regions = ", ".join(model.tune_in)
            message = f"The model '{model.name}' can't be fine-tuned in '{location}'. It can in: {regions}."
            raise AzureError(400, "UserError", message, target="model")
        refusal = tunable(model.name, "serverless", location, self._on, catalogue=self._catalogue) if self._on else None
        if refusal is not None:
            raise AzureError(400, "UserError", f"The job is refused: {refusal.message}.", target="model")
        return model


def read_registry_models(on: dt.date | None = None) -> RegistryModels:
    """Returns the models of the shipped catalogue, with the day whose dates count."""
    return RegistryModels(models(), on)
