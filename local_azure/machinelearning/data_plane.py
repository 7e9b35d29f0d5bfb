"""What the routes of Azure ML's regional hosts share: the workspace of a path and the check of the caller."""

from starlette.requests import Request

from local_azure.errors import AzureError, resource_not_found
from local_azure.machinelearning.arm_ids import WORKSPACE, WorkspaceName
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.tokens import MANAGEMENT_AUDIENCES

WORKSPACE_PATH = (
    "/subscriptions/{subscription}/resourceGroups/{group}"
    "/providers/Microsoft.MachineLearningServices/workspaces/{workspace}"
)
READ_RUNS = f"{WORKSPACE}/experiments/runs/read"
WRITE_RUNS = f"{WORKSPACE}/experiments/runs/write"
# azure-ai-ml sends its token for ARM to the data plane as well; MLflow's plugin has one for Azure ML.
_AUDIENCES = (*MANAGEMENT_AUDIENCES, "https://ml.azure.com")


def authorized_workspace(platform: Platform, request: Request, action: str) -> Resource:
    """Returns the workspace that a request's path names, when its caller may do the action there.

    Raises:
        AzureError: 401, 403, 404, or 421 when the workspace is in another region than the host.
    """
    caller = platform.tokens.verify(request, audiences=_AUDIENCES)
    place = WorkspaceName(*(request.path_params[part] for part in ("subscription", "group", "workspace")))
    platform.authorizer.require(caller, action, place.id)
    workspace = platform.resources.get(place.id)
    if workspace is None:
        raise resource_not_found(WORKSPACE, place.workspace, place.group)
    region = (request.url.hostname or "").split(".")[0]
    if region != workspace.location:
        message = f"Workspace '{workspace.name}' is in '{workspace.location}': ask https://{workspace.location}.api.azureml.ms."
        raise AzureError(421, "UserError", message)
    return workspace
