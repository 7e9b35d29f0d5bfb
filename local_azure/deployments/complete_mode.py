"""Mode Complete: what a resource group has and the template hasn't is deleted, after all was written."""

import uuid

from local_azure.deployments.arm import Arm
from local_azure.deployments.record import Deployment, DeploymentOperation, Deployments
from local_azure.deployments.template.plan import Plan
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.management.context import Management
from local_azure.platform import Platform
from local_azure.resources import Resource


def others(platform: Platform, scope: str, plan: Plan) -> list[Resource]:
    """Returns the outermost resources of a group that a template doesn't have.

    What is put on a resource, such as a role assignment or a lock, isn't among them, nor are children: they go with
    their parents or stay (azure-docs deployment-complete-mode-deletion, as of 2026-10).
    """
    kept = {one.id.lower() for one in plan.resources}
    found = platform.resources.list(scope)
    return [
        each
        for each in found
        if each.id.lower() not in kept
        and len(each.type.split("/")) == 2
        and each.id.lower().count("/providers/") == 1
        and not each.type.lower().startswith("microsoft.authorization/")
        and not any(name.startswith(each.id.lower() + "/") for name in kept)
    ]


async def delete_others(
    platform: Platform, records: Deployments, arm: Arm, deployment: Deployment, plan: Plan
) -> list[Json]:
    """Deletes what the template hasn't, as the caller; again and again while something goes. Returns the errors."""
    left = others(platform, deployment.scope, plan)
    failed: list[Json] = []
    while left:
        failed, remaining = [], []
        for each in left:
            error = await _deleted(platform, arm, deployment, each)
            _note(platform, records, deployment, each, error)
            if error is not None:
                failed.append(error)
                remaining.append(each)
        if len(remaining) == len(left):
            break
        left = remaining
    return failed


async def _deleted(platform: Platform, arm: Arm, deployment: Deployment, resource: Resource) -> Json | None:
    version = platform.require("management", Management).kinds.of(resource.type, resource.api_version).row.api_version
    try:
        answer = await arm.call(deployment.caller, "DELETE", resource.id, version)
    except AzureError as error:
        return {"target": resource.id, **error.inner()}
    url = answer.headers.get("azure-asyncoperation") or answer.headers.get("location")
    failure = await arm.follow(deployment.caller, url) if url else None
    return None if failure is None else {"target": resource.id, **failure}


def _note(
    platform: Platform, records: Deployments, deployment: Deployment, resource: Resource, error: Json | None
) -> None:
    now = platform.clock.now().isoformat()
    target: Json = {"id": resource.id, "resourceType": resource.type, "resourceName": resource.name}
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{deployment.operation_id}|delete|{resource.id.lower()}").hex[:16].upper()
    state, message = ("Succeeded", None) if error is None else ("Failed", {"error": error})
    operation = DeploymentOperation(name, "Delete", state, now, now, target, status_message=message)
    records.put_operation(deployment.id, operation)
