"""Brings a revision's code and model from storage, as the endpoint's identity, before its script is started."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from local_azure.clock import timestamp
from local_azure.errors import AzureError
from local_azure.machinelearning.arm_ids import workspace_of
from local_azure.machinelearning.managed_network.isolation import DISABLED, isolation_of, network_owner
from local_azure.machinelearning.managed_network.provisioning import ACTIVE, network_status
from local_azure.machinelearning.managed_network.reach import require_reach
from local_azure.machinelearning.online_endpoints.artifacts import Place, code_place, model_of, nothing_there
from local_azure.machinelearning.online_endpoints.identity import EndpointIdentity
from local_azure.machinelearning.online_endpoints.revisions import Revision
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.storage.authorization import ACCOUNT_TYPE

_SHOWN = 100


@dataclass(frozen=True)
class StorageInitializer:
    """Brings files.

    Attributes:
        platform: The local Azure.
    """

    platform: Platform

    async def bring(self, revision: Revision, endpoint: Resource) -> None:
        """Brings code and model into a revision's folder; what an earlier, broken off try left is brought anew.

        Raises:
            AzureError: The identity lacks a role, the network doesn't lead there, or there are no files.
        """
        identity = EndpointIdentity(self.platform, endpoint)
        self._require_network(endpoint)
        self._require_image(endpoint, identity)
        code = code_place(self.platform, revision.deployment_id, revision.properties)
        model = model_of(self.platform, revision.deployment_id, revision.properties)
        await self._download(revision, identity, "code", code, revision.folder / revision.code)
        code_folder = revision.folder / revision.code
        _require_inside(code_folder / revision.script, code_folder)
        if not (code_folder / revision.script).is_file():
            raise AzureError(
                400, "BadArgument", f"The code has no scoring script '{revision.script}'; it lies at '{code.path}'."
            )
        if model is not None:
            # The last part of the model's path stays, as on Azure: AZUREML_MODEL_DIR/that part/...
            to = revision.folder / revision.model / model.place.name
            await self._download(revision, identity, "model", model.place, to)

    async def _download(
        self, revision: Revision, identity: EndpointIdentity, what: str, place: Place, to: Path
    ) -> None:
        self._say(revision, f"Downloading the {what} from {place.account}/{place.container}/{place.path}.")
        try:
            account = self._account(place)
            self._require_way(identity.endpoint, account)
            identity.require_blobs(account, place.container)
            count = await self._bring(place, to)
            if not count:
                raise nothing_there(what, place)
        except AzureError as error:
            self._say(revision, f"The {what} could not be downloaded. {error.code}: {error.message}")
            raise
        self._say(revision, f"Downloaded {count} files.")

    async def _bring(self, place: Place, to: Path) -> int:
        storage = self.platform.storage
        shutil.rmtree(to, ignore_errors=True)
        below = f"{place.path}/" if place.path else ""
        listed = await storage.list(place.account, place.container, place.path)
        blobs = [blob for blob in listed if blob == place.path or blob.startswith(below)]
        for blob in blobs:
            file = to if blob == place.path else to / blob.removeprefix(below)
            _require_inside(file, to)
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                await storage.download(place.account, place.container, blob, file)
            except OSError as error:  # too long, or both a folder and a file
                raise AzureError(400, "BadArgument", f"The blob '{blob[:_SHOWN]}' can't be a file: {error}") from error
        return len(blobs)

    def _account(self, place: Place) -> Resource:
        accounts = self.platform.resources.of_type(ACCOUNT_TYPE)
        found = next((each for each in accounts if each.name.lower() == place.account.lower()), None)
        if found is None:
            raise AzureError(404, "ResourceNotFound", f"The storage account '{place.account}' does not exist.")
        return found

    def _require_network(self, endpoint: Resource) -> None:
        owner = network_owner(self.platform, workspace_of(self.platform.resources, endpoint.id))
        if isolation_of(owner) != DISABLED and network_status(self.platform, owner) != ACTIVE:
            # Azure ML documentation "how-to-troubleshoot-online-endpoints", 2026-10.
            raise AzureError(
                400,
                "WorkspaceManagedNetworkNotReady",
                f"The managed network of workspace '{owner.name}' isn't provisioned: provision it before deploying.",
            )

    def _require_way(self, endpoint: Resource, account: Resource) -> None:
        workspace = workspace_of(self.platform.resources, endpoint.id)
        try:
            require_reach(self.platform, workspace, account)
        except AzureError as error:
            raise AzureError(403, "BadArgument", f"Startup task failed: {error.message}") from error

    def _require_image(self, endpoint: Resource, identity: EndpointIdentity) -> None:
        # The image that the environment's packages are built into lies in the workspace's registry.
        workspace = workspace_of(self.platform.resources, endpoint.id)
        registry = workspace.properties.get("containerRegistry")
        if registry:
            identity.require_image(str(registry))

    def _say(self, revision: Revision, line: str) -> None:
        with revision.storage_log.open("a", encoding="utf-8") as log:
            log.write(f"{timestamp(self.platform.clock.now())} {line}\n")


def _require_inside(file: Path, folder: Path) -> None:
    if "\0" in str(file) or not file.resolve().is_relative_to(folder.resolve()):
        raise AzureError(400, "BadArgument", f"The name '{file.name}' leads out of its folder.")
