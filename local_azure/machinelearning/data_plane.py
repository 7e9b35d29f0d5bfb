"""What the routes of Azure ML's hosts share: the workspace of a path, the checks of the caller and of its way in."""

import json

from starlette.requests import Request

from local_azure.errors import AzureError, resource_not_found
from local_azure.json_bodies import read_json
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import WORKSPACE, WorkspaceName, workspace_id_of
from local_azure.machinelearning.managed_network.isolation import network_owner
from local_azure.network.access import closed_to
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.tokens import MANAGEMENT_AUDIENCES, Caller

WORKSPACE_PATH = (
    "/subscriptions/{subscription}/resourceGroups/{group}"
    "/providers/Microsoft.MachineLearningServices/workspaces/{workspace}"
)
READ_RUNS = f"{WORKSPACE}/experiments/runs/read"
WRITE_RUNS = f"{WORKSPACE}/experiments/runs/write"
RUN_CLAIM = "azureml_run"
"""The claim of a job's own token that names the job; it stands in for roles at the routes of that run."""
# azure-ai-ml sends its token for ARM to the data plane as well; MLflow's plugin has one for Azure ML.
_AUDIENCES = (*MANAGEMENT_AUDIENCES, "https://ml.azure.com")


def authorized_workspace(platform: Platform, request: Request, action: str) -> Resource:
    """Returns the workspace that a request's path names, when its caller may act there and comes by a way in.

    Raises:
        AzureError: 401, 403, 404, or 421 when the workspace is in another region than the host.
    """
    caller = platform.tokens.verify(request, audiences=_AUDIENCES)
    place = WorkspaceName(*(request.path_params[part] for part in ("subscription", "group", "workspace")))
    is_own_run = _is_own_run(caller, place, action)
    if not is_own_run:
        platform.authorizer.require(caller, action, place.id)
    request.state.caller = caller
    workspace = platform.resources.get(place.id)
    if workspace is None:
        raise resource_not_found(WORKSPACE, place.workspace, place.group)
    if not is_own_run:  # a run is inside of the workspace's network
        require_way_in(platform, request, workspace)
    region = _region(request.url.hostname or "")
    if region != workspace.location:
        message = f"Workspace '{workspace.name}' is in '{workspace.location}': ask https://{workspace.location}.api.azureml.ms."
        raise AzureError(421, "UserError", message)
    return workspace


def require_own_run(request: Request, run_id: str) -> None:
    """Returns when a request may have to do with a run: with a job's own token that job's alone.

    Raises:
        AzureError: 403.
    """
    if not is_open(request, run_id):
        own = request.state.caller.claims.get(RUN_CLAIM)
        raise AzureError(403, "AuthorizationFailed", f"The token is that of run '{str(own).rsplit('/', 1)[-1]}' alone.")


def is_open(request: Request, run_id: str) -> bool:
    """Returns whether a request may have to do with a run: with a job's own token that job's alone."""
    own = request.state.caller.claims.get(RUN_CLAIM)
    return own is None or str(own).lower() == run_id.lower()


async def json_object(request: Request, *, code: str = "UserError", with_nan: bool = False) -> Json:
    """Returns the JSON object that a request brings.

    Args:
        request: The request.
        code: The code of the refusal.
        with_nan: Whether NaN and Infinity are taken, as Python's clients write them; they become words.

    Raises:
        AzureError: 400 with the code where it brings something else.
    """
    try:
        content = await request.body()
        body = read_json(json.dumps(json.loads(content, parse_constant=str)).encode() if with_nan else content)
    except (ValueError, RecursionError) as error:
        raise AzureError(400, code, "The request's body isn't JSON that can be read.") from error
    if not isinstance(body, dict):
        raise AzureError(400, code, "The request's body isn't a JSON object.")
    return body


def require_way_in(platform: Platform, request: Request, workspace: Resource) -> None:
    """Returns when a workspace lets a request in by the way it comes; a project's way in is its hub's.

    Raises:
        AzureError: 403; the code and text are from memory.
    """
    owner = network_owner(platform, workspace)
    if closed_to(platform, request, owner) is not None:
        raise AzureError(
            403,
            "Forbidden",
            f"Public network access is disabled on workspace '{owner.name}', and the request does not come through a "
            "private endpoint of it.",
        )


def _is_own_run(caller: Caller, place: WorkspaceName, action: str) -> bool:
    run = str(caller.claims.get(RUN_CLAIM, ""))
    return bool(run) and action in (READ_RUNS, WRITE_RUNS) and workspace_id_of(run).lower() == place.id.lower()


def _region(host: str) -> str:
    # A workspace with a private endpoint has a host of its own: {workspace id}.workspace.{region}.api.azureml.ms.
    labels = host.split(".")
    return labels[2] if len(labels) > 2 and labels[1] == "workspace" else labels[0]
