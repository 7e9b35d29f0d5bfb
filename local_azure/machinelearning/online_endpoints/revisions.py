"""The revisions of deployments: the one that serves, and the one that was tried last; they survive a restart."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from local_azure.json_types import Json
from local_azure.machinelearning.online_endpoints.artifacts import Model, code_place, model_of
from local_azure.platform import Platform
from local_azure.resources import Resource

_TABLE = "machinelearning_online_revisions"
_FOLDER = "online-endpoints"
_DIGITS = 12
MODELS = "azureml-models"


@dataclass(frozen=True)
class Revision:
    """What one deployment runs, from one write of it until the next has taken over.

    Attributes:
        deployment_id: The deployment.
        folder: Where its files, logs and process are.
        properties: The deployment's ``properties`` of that write.
        sku: Its ``sku``.
        region: Its location.
        code: The folder of the code, below ``folder``.
        model: The folder that the script is told of, below ``folder``; empty where it serves no model.
    """

    deployment_id: str
    folder: Path
    properties: Json
    sku: Json
    region: str
    code: str
    model: str

    @property
    def script(self) -> str:
        """The scoring script, below the folder of the code."""
        return str(self.properties["codeConfiguration"]["scoringScript"])

    @property
    def server_log(self) -> Path:
        """What the scoring script and its server say."""
        return self.folder / "inference-server.log"

    @property
    def storage_log(self) -> Path:
        """What bringing the files says."""
        return self.folder / "storage-initializer.log"


class Revisions:
    """The revisions of all deployments.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._root = platform.directory / _FOLDER

    def begin(self, deployment: Resource) -> Revision:
        """Returns the revision that a deployment's body asks for, and notes it as the one tried last.

        Bodies that differ in what doesn't concern the script (instances, limits) have the same folder.

        Raises:
            AzureError: 400 when code or model are gone.
        """
        code = code_place(self._platform, deployment.id, deployment.properties)
        model = model_of(self._platform, deployment.id, deployment.properties)
        revision = Revision(
            deployment_id=deployment.id,
            folder=self._root / self._name(deployment, (code, model)),
            properties=deployment.properties,
            sku=deployment.body.get("sku") or {},
            region=deployment.location,
            code=code.name or "code",
            model=f"{MODELS}/{model.name}/{model.version}" if model else "",
        )
        latest, serving = self.latest(deployment.id), self.serving(deployment.id)
        if latest is not None and latest.folder not in (revision.folder, serving.folder if serving else None):
            _remove(latest.folder)
        revision.folder.mkdir(parents=True, exist_ok=True)
        self._put(revision, serving)
        return revision

    def serve(self, revision: Revision) -> None:
        """Notes that a revision serves from now on."""
        self._put(revision, revision)

    def latest(self, deployment_id: str) -> Revision | None:
        """Returns the revision of a deployment that was tried last."""
        return self._read(deployment_id, "latest")

    def serving(self, deployment_id: str) -> Revision | None:
        """Returns the revision of a deployment that serves; None while none has come up yet."""
        return self._read(deployment_id, "serving")

    def forget(self, deployment_id: str) -> None:
        """Forgets a deployment that is gone, with its files; nothing of it may run any more."""
        for revision in (self.latest(deployment_id), self.serving(deployment_id)):
            if revision is not None:
                _remove(revision.folder)
        self._platform.store.delete(_TABLE, deployment_id.lower())

    def remove(self, revision: Revision) -> None:
        """Removes the files of a revision that serves no more; nothing of it may run any more."""
        _remove(revision.folder)

    def _name(self, deployment: Resource, places: tuple[object, Model | None]) -> str:
        asked = {
            name: deployment.properties.get(name)
            for name in ("codeConfiguration", "model", "environmentId", "environmentVariables")
        }
        seed = json.dumps([deployment.id.lower(), str(deployment.created_at), repr(places), asked], sort_keys=True)
        endpoint = deployment.id.split("/")[-3]
        return f"{endpoint}-{deployment.name}-{hashlib.sha256(seed.encode()).hexdigest()[:_DIGITS]}".lower()

    def _put(self, latest: Revision, serving: Revision | None) -> None:
        document = {"latest": _document(latest), "serving": _document(serving) if serving else None}
        self._platform.store.put(_TABLE, latest.deployment_id.lower(), document)

    def _read(self, deployment_id: str, which: str) -> Revision | None:
        document = (self._platform.store.get(_TABLE, deployment_id.lower()) or {}).get(which)
        return None if document is None else Revision(**{**document, "folder": self._root / document["folder"]})


def _document(revision: Revision) -> Json:
    return {**vars(revision), "folder": revision.folder.name}


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
