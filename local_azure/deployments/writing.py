"""PUT and DELETE of deployments."""

from starlette.responses import JSONResponse, Response

from local_azure.deployments.presentation import present
from local_azure.deployments.reading import polls
from local_azure.deployments.refusals import DEPLOYMENT_TYPE, deployment_active
from local_azure.deployments.runner import Runner
from local_azure.deployments.submission import check_idle, current, submission
from local_azure.deployments.target import Target
from local_azure.errors import conflict
from local_azure.identity import MANAGEMENT_HOST
from local_azure.management.operations import Operation
from local_azure.resources import Resource

DELETE_WORK = "delete-deployment"


async def put(target: Target) -> Response:
    """Begins a deployment: 201, or 200 where there was one of its name.

    Raises:
        AzureError: Azure's refusal; nothing has been begun then.
    """
    group = target.allow("deployments/write")
    target.management.check("write", target.id)
    if group is not None and group.state == "Deleting":
        raise conflict(
            f"The resource group '{group.name}' is in deprovisioning state and cannot perform this operation.",
            code="ResourceGroupBeingDeleted",
        )
    submitted = submission(target.management, target.runner, target.asked, group, target.name)
    check_idle(target.runner, submitted)
    deployment = submitted.deployment
    target.runner.begin(deployment, submitted.plan)
    url = (
        f"https://{MANAGEMENT_HOST}{deployment.id}/operationStatuses/{deployment.operation_id}"
        f"?api-version={target.asked.api_version}"
    )
    headers = {"Azure-AsyncOperation": url, **polls(target)}
    return JSONResponse(present(deployment), 201 if submitted.is_new else 200, headers)


async def delete(target: Target) -> Response:
    """Forgets a deployment; what it deployed stays. 202, or 204 where there is none.

    Raises:
        AzureError: 409 while it goes on.
    """
    group = target.allow("deployments/delete")
    target.management.check("delete", target.id)
    found = current(target.runner, target.id, group)
    if found is None:
        return Response(status_code=204)
    if found.is_active:
        raise deployment_active(found.name, found.started_at)
    now = target.management.platform.clock.now()
    resource = Resource(found.id, DEPLOYMENT_TYPE, found.name, target.asked.api_version, {}, now, now)
    operations = target.management.operations
    begun = operations.begin(DELETE_WORK, resource, "location", {}, target.asked.api_version)
    return Response(status_code=202, headers=operations.headers(begun))


async def forget(runner: Runner, operation: Operation) -> None:
    """Does the work behind a DELETE."""
    runner.records.delete(operation.resource_id)
