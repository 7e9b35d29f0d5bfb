"""Base models as jobs name them: ``gpt-4o-2024-08-06``, or ``gpt-4o`` for the version that can be tuned."""

from catalogue.model import Model
from catalogue.models import models


def model_name(model: Model) -> str:
    """Returns what the API calls a base model."""
    return f"{model.name}-{model.version}"


def find_base(name: str) -> Model | None:
    """Returns the catalogue's row of a base model, or None where it has none that is served as OpenAI's are."""
    for model in models().models.values():
        if name.lower() in (model.name.lower(), model_name(model).lower()) and model.tuning_by("openai"):
            return model
    return None
