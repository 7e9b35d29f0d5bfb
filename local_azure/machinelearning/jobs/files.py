"""Where a job's files are: its folder on this machine, and its place on the workspace's artifact store."""

import hashlib
from datetime import timedelta
from pathlib import Path

from local_azure.errors import AzureError
from local_azure.machinelearning.arm_ids import workspace_id_of
from local_azure.machinelearning.asset_uris import Asset, DatastorePath, data_location, datastore_path
from local_azure.machinelearning.workspaces.datastores import ARTIFACT_STORE, Container, container_of
from local_azure.platform import Platform

_LOG_URL_LIFETIME = timedelta(hours=1)
_LOG_FOLDERS = ("user_logs", "system_logs")


class JobFiles:
    """The files of one job.

    Args:
        platform: The local Azure.
        job_id: The job's ARM id.
    """

    def __init__(self, platform: Platform, job_id: str) -> None:
        self._platform = platform
        self._workspace_id = workspace_id_of(job_id)
        self._name = job_id.rsplit("/", 1)[-1]
        # Names are unique in a workspace only, hence the digits.
        digits = hashlib.sha256(job_id.lower().encode()).hexdigest()[:8]
        self.folder = platform.directory / "jobs" / f"{self._name}-{digits}"

    @property
    def _place(self) -> Container:
        return container_of(self._platform, self._workspace_id, ARTIFACT_STORE)

    def artifact(self, path: str) -> str:
        """Returns the blob name of one of the job's artifacts on the artifact store."""
        return f"ExperimentRun/dcid.{self._name}/{path}"

    def artifact_uri(self, path: str) -> str:
        """Returns the long ``azureml://`` URI of one of the job's artifacts."""
        workspace = self._workspace_id.replace("/providers/Microsoft.MachineLearningServices", "")
        return f"azureml:/{workspace}/datastores/{ARTIFACT_STORE}/paths/{self.artifact(path)}"

    def signed_url(self, path: str) -> str:
        """Returns a URL that reads one of the job's artifacts for an hour."""
        place = self._place
        return self._platform.storage.signed_url(
            place.account, place.name, self.artifact(path), expires=_LOG_URL_LIFETIME
        )

    async def logs(self) -> list[str]:
        """Returns the paths of the job's logs on the artifact store; none when the store is gone."""
        place, found = self._place, []
        for folder in _LOG_FOLDERS:
            try:
                found += await self._platform.storage.list(place.account, place.name, self.artifact(f"{folder}/"))
            except AzureError as error:
                if error.status != 404:
                    raise
        return [name.removeprefix(self.artifact("")) for name in found]

    async def upload(self, file: Path, path: str, content_type: str | None = None) -> None:
        """Copies a file to the artifact store; raises AzureError when storage refuses."""
        place = self._place
        await self._platform.storage.upload(place.account, place.name, self.artifact(path), file, content_type)

    async def upload_folder(self, folder: Path, path: str) -> None:
        """Copies all below a folder to the artifact store, under ``path``; raises AzureError when storage refuses."""
        for file in _files_below(folder):
            await self.upload(file, f"{path}/{file.relative_to(folder).as_posix()}")

    async def download_input(self, uri: str, to: Path) -> None:
        """Writes the data that a job's input names into a file; raises AzureError when it isn't there."""
        container, blob = locate(self._platform, self._workspace_id, uri)
        to.parent.mkdir(parents=True, exist_ok=True)
        await self._platform.storage.download(container.account, container.name, blob, to)


async def require_data(platform: Platform, workspace_id: str, uri: str, what: str) -> None:
    """Returns when the data that a URI names exists.

    Raises:
        AzureError: 400 naming the input.
    """
    container, blob = locate(platform, workspace_id, uri)
    if blob not in await platform.storage.list(container.account, container.name, blob):
        message = f"The {what} '{uri}' does not exist: container '{container.name}' of storage account "
        message += f"'{container.account}' has no blob '{blob}'."
        raise AzureError(400, "UserError", message, target=what)


def locate(platform: Platform, workspace_id: str, uri: str) -> tuple[Container, str]:
    """Returns container and blob of a data URI, through the data asset where it names one.

    Raises:
        AzureError: 400 for an unknown form, data asset or datastore.
    """
    location = data_location(uri)
    if isinstance(location, Asset):
        location = _path_of(platform, workspace_id, location)
    return container_of(platform, workspace_id, location.datastore), location.path


def _files_below(folder: Path) -> list[Path]:
    return sorted(found for found in folder.rglob("*") if found.is_file())


def _path_of(platform: Platform, workspace_id: str, asset: Asset) -> DatastorePath:
    owner = asset.workspace_id or workspace_id
    found = platform.resources.get(f"{owner}/data/{asset.name}/versions/{asset.version}")
    if found is None:
        raise AzureError(400, "UserError", f"The data asset '{asset.name}', version '{asset.version}', does not exist.")
    path = datastore_path(found.properties["dataUri"])
    if path is None:
        message = f"Data asset '{asset.name}' is at '{found.properties['dataUri']}': only datastores can be read here."
        raise AzureError(400, "UserError", message)
    return path
