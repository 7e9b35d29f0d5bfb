"""The ARM ids of Azure ML: types by name, a workspace's id, and what lies below it."""

from dataclasses import dataclass

from local_azure.resources import Resource, Resources

PROVIDER = "Microsoft.MachineLearningServices"
WORKSPACE = f"{PROVIDER}/workspaces"
CONNECTION = f"{WORKSPACE}/connections"
DATASTORE = f"{WORKSPACE}/datastores"
DATA = f"{WORKSPACE}/data"
DATA_VERSION = f"{DATA}/versions"
MODEL = f"{WORKSPACE}/models"
MODEL_VERSION = f"{MODEL}/versions"
JOB = f"{WORKSPACE}/jobs"
SERVERLESS_ENDPOINT = f"{WORKSPACE}/serverlessEndpoints"
COMPUTE = f"{WORKSPACE}/computes"
OUTBOUND_RULE = f"{WORKSPACE}/outboundRules"
MARKETPLACE_SUBSCRIPTION = f"{WORKSPACE}/marketplaceSubscriptions"

_WORKSPACE_SEGMENTS = (
    9  # "", subscriptions, S, resourceGroups, G, providers, Microsoft.MachineLearningServices, workspaces, W
)


@dataclass(frozen=True)
class WorkspaceName:
    """Where a workspace is: its subscription, resource group and name."""

    subscription: str
    group: str
    workspace: str

    @property
    def id(self) -> str:
        """The ARM id."""
        return f"/subscriptions/{self.subscription}/resourceGroups/{self.group}/providers/{WORKSPACE}/{self.workspace}"


def workspace_id_of(resource_id: str) -> str:
    """Returns the id of the workspace that a resource below it belongs to (or the workspace's own id)."""
    return "/".join(resource_id.split("/")[:_WORKSPACE_SEGMENTS])


def workspace_name_of(resource_id: str) -> WorkspaceName:
    """Returns where the workspace of a resource id is."""
    segments = resource_id.split("/")
    return WorkspaceName(segments[2], segments[4], segments[8])


def workspace_of(resources: Resources, resource_id: str) -> Resource:
    """Returns the workspace that a resource below it belongs to.

    Raises:
        LookupError: The workspace is gone.
    """
    workspace = resources.get(workspace_id_of(resource_id))
    if workspace is None:
        raise LookupError(f"the workspace of {resource_id} is gone")
    return workspace


def workspace_by_guid(resources: Resources, guid: str) -> Resource | None:
    """Returns the workspace whose ``properties.workspaceId`` that is, or None."""
    workspaces = resources.of_type(WORKSPACE)
    return next((found for found in workspaces if found.properties.get("workspaceId") == guid.lower()), None)
