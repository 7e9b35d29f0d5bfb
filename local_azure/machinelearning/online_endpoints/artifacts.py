"""Where a deployment's code and model lie on storage, by the ids that its body names."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import workspace_id_of
from local_azure.machinelearning.asset_uris import Asset, code_reference, datastore_path, job_output, model_reference
from local_azure.machinelearning.assets.models import find_version
from local_azure.machinelearning.jobs.output_places import place_of_output
from local_azure.machinelearning.online_endpoints.refusals import invalid
from local_azure.machinelearning.workspaces.datastores import container_of
from local_azure.platform import Platform

_BLOB_HOST = ".blob.core.windows.net"


@dataclass(frozen=True)
class Place:
    """A folder or a file on storage.

    Attributes:
        account: The storage account's name.
        container: The container.
        path: The folder or blob in it, without slashes at its ends.
    """

    account: str
    container: str
    path: str

    @property
    def name(self) -> str:
        """Its own name, which the files keep where they are brought to."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Model:
    """A registered model, or what a job has left.

    Attributes:
        name: Its name.
        version: Its version.
        place: Where its files lie.
    """

    name: str
    version: str
    place: Place


def code_place(platform: Platform, deployment_id: str, properties: Json) -> Place:
    """Returns where the folder with the scoring script lies.

    Raises:
        AzureError: 400 when there is no such code.
    """
    code_id = str((properties.get("codeConfiguration") or {}).get("codeId") or "")
    asset = code_reference(code_id)
    workspace_id = workspace_id_of(deployment_id)
    owner = (asset.workspace_id if asset else "") or workspace_id
    version = platform.resources.get(f"{owner}/codes/{asset.name}/versions/{asset.version}") if asset else None
    if version is None:
        raise invalid(f"The code '{code_id}' does not exist.", "CodeConfiguration.CodeId")
    return _place(platform, owner, str(version.properties.get("codeUri") or ""))


def model_of(platform: Platform, deployment_id: str, properties: Json) -> Model | None:
    """Returns the model that a deployment serves; None where it names none.

    Raises:
        AzureError: 400 when there is no such model in a workspace.
    """
    model_id = properties.get("model")
    if not model_id:
        return None
    if job_output(str(model_id)) is not None:
        place = _place(platform, workspace_id_of(deployment_id), str(model_id))
        return Model(place.name, "1", place)
    reference = model_reference(str(model_id))
    if not isinstance(reference, Asset):
        raise invalid(
            f"The model '{model_id}' is a registry's: the local Azure deploys models that are registered in the "
            "workspace.",
            "Model",
        )
    version = find_version(platform.resources, workspace_id_of(deployment_id), reference)
    if version is None:
        raise invalid(
            f"The model '{model_id}' does not exist: {reference.name}:{reference.version} isn't registered.", "Model"
        )
    place = _place(platform, workspace_id_of(version.id), str(version.properties.get("modelUri") or ""))
    return Model(reference.name, reference.version, place)


def nothing_there(what: str, place: Place) -> AzureError:
    """Returns the error for a place that holds no files."""
    # Azure ML documentation "how-to-troubleshoot-online-endpoints", 2026-10: BadArgument, unable to download.
    return AzureError(
        400,
        "BadArgument",
        f"Unable to download the {what}: container '{place.container}' of storage account '{place.account}' has "
        f"nothing at '{place.path}'.",
    )


def _place(platform: Platform, workspace_id: str, uri: str) -> Place:
    output = job_output(uri)
    path = datastore_path(uri) if output is None else place_of_output(platform, workspace_id, output)
    if path is not None:
        container = container_of(platform, workspace_id, path.datastore)
        return _proper(Place(container.account, container.name, path.path.strip("/")), uri)
    url = urlsplit(uri)
    account, is_blob = (url.hostname or "").removesuffix(_BLOB_HOST), (url.hostname or "").endswith(_BLOB_HOST)
    if url.scheme != "https" or not is_blob:
        raise invalid(f"'{uri}' isn't on a datastore, in a job's outputs or in a blob container.")
    container_name, _, blob = unquote(url.path).lstrip("/").partition("/")
    return _proper(Place(account, container_name, blob.strip("/")), uri)


def _proper(place: Place, uri: str) -> Place:
    # Its last part names a folder on this machine.
    if {".", ".."} & set(place.path.split("/")) or "\0" in place.path:
        raise invalid(f"'{uri}' has parts that lead elsewhere.")
    return place
