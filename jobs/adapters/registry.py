"""Azure's registry of models, asked through azure-ai-ml."""

from dataclasses import dataclass
from typing import Any

from azure.core.credentials import TokenCredential

from jobs.adapters.cloud_errors import cloud_error
from jobs.domain.errors import CloudError, UsageError

REGISTRY = "azureml"
"""Microsoft's; its models need no marketplace subscription."""


@dataclass(frozen=True)
class RegistryModel:
    """A version of a model.

    Attributes:
        id: `azureml://registries/azureml/models/NAME/versions/VERSION`.
        type: as inputs of jobs name it: `mlflow_model` or `custom_model`; Azure refuses an input of another type.
    """

    id: str
    type: str


def newest_model(credential: TokenCredential, name: str) -> RegistryModel:
    """The newest version of a model.

    Raises:
        UsageError: the registry has no such model.
        CloudError: it gave no answer.
    """
    from azure.ai.ml import MLClient
    from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

    registry = MLClient(credential=credential, registry_name=REGISTRY)
    try:
        found = registry.models.get(name, label="latest")
    except ResourceNotFoundError as error:
        raise UsageError(f"Azure's registry '{REGISTRY}' has no model {name}") from error
    except HttpResponseError as error:
        raise as_ours(error, f"/models/{name}") from error
    return RegistryModel(str(found.id), str(found.type))


def as_ours(error: Any, path: str) -> Exception:  # noqa: ANN401 -- azure-core's HttpResponseError, imported lazily
    """The error of azure-ai-ml as one that a user can act on.

    Args:
        error: azure-core's HttpResponseError.
        path: names what was asked for.
    """
    if error.response is None:
        return CloudError(f"{path.strip('/')}: {error.message}")
    return cloud_error(error.status_code or 0, error.response.text(), path)
