"""The logs of a deployment, as ``getLogs`` answers them: the end of what its server or its storage initializer said."""

from local_azure.behaviour import Call
from local_azure.json_types import Json
from local_azure.machinelearning.online_endpoints.refusals import invalid
from local_azure.machinelearning.online_endpoints.revisions import Revisions

_SERVER, _STORAGE = "InferenceServer", "StorageInitializer"
_DEFAULT_LINES = 500


async def deployment_log(revisions: Revisions, call: Call) -> Json:
    """Answers the end of one of a deployment's logs, that of the revision tried last.

    Raises:
        AzureError: 400 for an unknown container.
    """
    container = str(call.body.get("containerType") or _SERVER)
    if container not in (_SERVER, _STORAGE):
        raise invalid(f"The containerType '{container}' isn't {_SERVER} or {_STORAGE}.", "ContainerType")
    tail = call.body.get("tail") or _DEFAULT_LINES
    if not isinstance(tail, int) or tail < 1:
        raise invalid(f"The tail {tail!r} must be a number of lines.", "Tail")
    revision = revisions.latest(call.resource.id)
    file = None
    if revision is not None:
        file = revision.server_log if container == _SERVER else revision.storage_log
    if file is None or not file.exists():
        return {"content": f"There is no log of the container {container} yet. Try again later.\n"}
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    return {"content": "".join(lines[-tail:])}
