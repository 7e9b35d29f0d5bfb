"""Where the inputs and outputs of a command job lie: assets, models, other jobs' outputs and paths on datastores."""

import re
from dataclasses import dataclass

from local_azure.errors import AzureError
from local_azure.machinelearning.arm_ids import workspace_by_guid
from local_azure.machinelearning.asset_uris import (
    Asset,
    DatastorePath,
    RegistryModel,
    code_reference,
    data_location,
    datastore_path,
    job_output,
    model_reference,
)
from local_azure.machinelearning.assets.models import find_version
from local_azure.machinelearning.commands.command_job import Input
from local_azure.machinelearning.jobs.output_places import place_of_output
from local_azure.machinelearning.registry.registry_models import RegistryModels
from local_azure.machinelearning.workspaces.datastores import Container, container_of
from local_azure.platform import Platform

_BLOB_URL = re.compile(
    r"^https://(?P<account>[a-z0-9]+)\.blob\.core\.windows\.net/(?P<container>[^/?]+)/?(?P<path>[^?]*)"
)
_MODELS = ("custom_model", "mlflow_model")


@dataclass(frozen=True)
class Place:
    """Where data lies on storage.

    Attributes:
        container: The container.
        path: The blob or folder in it.
        by_identity: Whether its datastore leaves access to identities, having no credentials.
    """

    container: Container
    path: str
    by_identity: bool


def input_place(platform: Platform, registry: RegistryModels, workspace_id: str, given: Input) -> Place | None:
    """Returns where an input lies; None for a model of the registry, whose weights this machine has.

    Raises:
        AzureError: 400 for an unknown form, asset, model, job or datastore.
    """
    output = job_output(given.value)
    if output is not None:
        return place_on(platform, workspace_id, place_of_output(platform, workspace_id, output))
    if given.kind in _MODELS and datastore_path(given.value) is None:
        return _model_place(platform, registry, workspace_id, given.value)
    location = data_location(given.value)
    if isinstance(location, Asset):
        owner = _owner(platform, workspace_id, location)
        found = platform.resources.get(f"{owner}/data/{location.name}/versions/{location.version}")
        if found is None:
            message = f"The data asset '{location.name}', version '{location.version}', does not exist."
            raise AzureError(400, "UserError", message, target="uri")
        return _place_of_uri(platform, owner, str(found.properties["dataUri"]))
    return place_on(platform, workspace_id, location)


def place_on(platform: Platform, workspace_id: str, location: DatastorePath) -> Place:
    """Returns where a path on a datastore of a workspace lies.

    Raises:
        AzureError: 400 when the workspace has no such datastore.
    """
    container = container_of(platform, workspace_id, location.datastore)
    store = platform.resources.get(f"{workspace_id}/datastores/{location.datastore}")
    kind = (store.properties.get("credentials") or {}).get("credentialsType") if store else "None"
    return Place(container, location.path, by_identity=kind == "None")


def code_place(platform: Platform, workspace_id: str, code_id: str) -> Place:
    """Returns where the files of a code asset lie.

    Raises:
        AzureError: 400 when there is no such asset, or its files lie elsewhere.
    """
    asset = code_reference(code_id)
    owner = (asset.workspace_id if asset else "") or workspace_id
    found = platform.resources.get(f"{owner}/codes/{asset.name}/versions/{asset.version}") if asset else None
    if found is None:
        raise AzureError(400, "UserError", f"The code asset '{code_id}' does not exist.", target="codeId")
    uri = str(found.properties.get("codeUri") or "")
    url = _BLOB_URL.match(uri)
    if url:
        return Place(Container(url["account"], url["container"]), url["path"], by_identity=False)
    place = datastore_path(uri)
    if place is None:
        raise AzureError(400, "UserError", f"The code asset's codeUri '{uri}' isn't on blob storage.", target="codeUri")
    return place_on(platform, owner, place)


def _model_place(platform: Platform, registry: RegistryModels, workspace_id: str, uri: str) -> Place | None:
    reference = model_reference(uri)
    if isinstance(reference, RegistryModel):
        registry.require(reference)
        return None
    version = find_version(platform.resources, workspace_id, reference)
    if version is None:
        message = f"The model '{reference.name}', version '{reference.version}', does not exist in the workspace."
        raise AzureError(400, "UserError", message, target="uri")
    return _place_of_uri(platform, version.id.split("/models/")[0], str(version.properties.get("modelUri") or ""))


def _place_of_uri(platform: Platform, workspace_id: str, uri: str) -> Place:
    place = datastore_path(uri)
    if place is None:
        raise AzureError(400, "UserError", f"The asset is at '{uri}': only datastores can be read here.", target="uri")
    return place_on(platform, workspace_id, place)


def _owner(platform: Platform, workspace_id: str, asset: Asset) -> str:
    if asset.workspace_guid:
        workspace = workspace_by_guid(platform.resources, asset.workspace_guid)
        return workspace.id if workspace else workspace_id
    return asset.workspace_id or workspace_id
