"""From an endpoint's model id to what answers for it: base weights, or an adapter brought here from storage."""

from pathlib import Path

from local_azure.errors import AzureError
from local_azure.machinelearning.arm_ids import workspace_id_of, workspace_of
from local_azure.machinelearning.asset_uris import Asset, datastore_path, model_reference
from local_azure.machinelearning.assets.models import find_version
from local_azure.machinelearning.jobs.outputs import ADAPTER
from local_azure.machinelearning.registry.registry_models import RegistryModels
from local_azure.machinelearning.workspaces.datastores import container_of
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.serving.model_server import Adapter


class EndpointModels:
    """The models behind serverless endpoints.

    Args:
        platform: The local Azure.
        registry: The registry's models.
    """

    def __init__(self, platform: Platform, registry: RegistryModels) -> None:
        self._platform = platform
        self._registry = registry

    def require(self, workspace_id: str, model_id: str) -> str:
        """Returns the name under which a model id is the same model, however it is written.

        Raises:
            AzureError: 400 when there is no such model.
        """
        reference = model_reference(model_id)
        if not isinstance(reference, Asset):
            return f"registry/{self._registry.require(reference).name}".lower()
        version = find_version(self._platform.resources, workspace_id, reference)
        if version is None:
            message = f"The model '{model_id}' does not exist: {reference.name}:{reference.version} isn't registered."
            raise AzureError(400, "UserError", message, target="modelId")
        return version.id.lower()

    def base_name(self, endpoint: Resource) -> str:
        """Returns the name of the base model of an endpoint, such as ``Phi-4-mini-instruct``."""
        reference = model_reference(endpoint.properties["modelSettings"]["modelId"])
        if not isinstance(reference, Asset):
            return self._registry.require(reference).name
        version = find_version(self._platform.resources, workspace_id_of(endpoint.id), reference)
        base = (version.properties.get("properties") or {}).get("baseModelId", "") if version else ""
        return base.rsplit("/models/", 1)[-1].split("/")[0] or reference.name

    def adapter(self, endpoint: Resource) -> Adapter | None:
        """Returns the adapter that an endpoint serves, whether its files are here or not; None for base weights."""
        reference = model_reference(endpoint.properties["modelSettings"]["modelId"])
        if not isinstance(reference, Asset):
            return None
        # The workspace's guid keeps models of the same name in two workspaces apart.
        guid = workspace_of(self._platform.resources, endpoint.id).properties["workspaceId"]
        name = f"{reference.name}.{reference.version}.{guid[:8]}"
        return Adapter(name, self._platform.directory / "endpoints" / name)

    async def bring(self, endpoint: Resource) -> Adapter | None:
        """Returns the adapter that an endpoint serves, its files downloaded from the model's place on storage.

        Raises:
            AzureError: The model is gone or isn't an adapter that a fine-tuning job has made.
        """
        adapter = self.adapter(endpoint)
        if adapter is not None and not (adapter.folder / "adapter_config.json").exists():
            await self._download(endpoint, adapter.folder)
        return adapter

    async def _download(self, endpoint: Resource, folder: Path) -> None:
        reference = model_reference(endpoint.properties["modelSettings"]["modelId"])
        workspace_id = workspace_id_of(endpoint.id)
        version = (
            find_version(self._platform.resources, workspace_id, reference) if isinstance(reference, Asset) else None
        )
        place = datastore_path(version.properties.get("modelUri", "")) if version else None
        if place is None:
            raise AzureError(400, "UserError", f"The model of endpoint '{endpoint.name}' has no files on a datastore.")
        container = container_of(self._platform, workspace_id, place.datastore)
        prefix = f"{place.path.rstrip('/')}/{ADAPTER}/"
        storage = self._platform.storage
        blobs = await storage.list(container.account, container.name, prefix)
        if not blobs:
            message = f"The model of endpoint '{endpoint.name}' holds no adapter at '{prefix}': it isn't a tuned one."
            raise AzureError(400, "UserError", message, target="modelId")
        for blob in blobs:
            file = folder / blob.removeprefix(prefix)
            file.parent.mkdir(parents=True, exist_ok=True)
            partial = file.with_name(f"{file.name}.partial")
            await storage.download(container.account, container.name, blob, partial)
            partial.replace(file)
