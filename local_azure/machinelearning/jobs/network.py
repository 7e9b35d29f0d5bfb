"""The network that a job runs in: provisioned before the first one, and leading to the storage that the job needs."""

from collections.abc import Sequence

from local_azure.errors import bad_request
from local_azure.machinelearning.arm_ids import workspace_id_of, workspace_of
from local_azure.machinelearning.jobs.files import locate
from local_azure.machinelearning.managed_network.isolation import network_owner
from local_azure.machinelearning.managed_network.provisioning import ensure_network
from local_azure.machinelearning.managed_network.reach import require_reach
from local_azure.machinelearning.workspaces.datastores import ARTIFACT_STORE, container_of
from local_azure.platform import Platform
from local_azure.resources import Resource

_ACCOUNT = "Microsoft.Storage/storageAccounts"


async def enter_network(platform: Platform, job_id: str, inputs: Sequence[str]) -> None:
    """Returns when a job can run in its workspace's network and reaches its inputs and its artifact store from there.

    Raises:
        AzureError: The network can't be provisioned, or 403 AuthorizationFailure naming what isn't reached.
    """
    workspace = workspace_of(platform.resources, job_id)
    await ensure_network(platform, network_owner(platform, workspace))
    workspace_id = workspace_id_of(job_id)
    names = {locate(platform, workspace_id, uri)[0].account for uri in inputs}
    names.add(container_of(platform, workspace_id, ARTIFACT_STORE).account)
    for account in platform.resources.of_type(_ACCOUNT):
        if account.name in names:
            require_reach(platform, workspace, account)


def refuse_own_key(platform: Platform, workspace: Resource) -> None:
    """Returns when a workspace may run serverless fine-tuning: one with a customer-managed key may not.

    Raises:
        AzureError: 400 (Foundry documentation "fine-tune-serverless", 2025-03; the code is from memory).
    """
    owner = network_owner(platform, workspace)
    encryption = owner.properties.get("encryption") or {}
    if str(encryption.get("status", "")).lower() == "enabled":
        raise bad_request(
            f"Workspace '{owner.name}' is encrypted with a customer-managed key: serverless fine-tuning doesn't "
            "support that. Use a workspace with Microsoft's keys.",
            code="UserError",
            target="encryption",
        )
