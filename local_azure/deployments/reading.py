"""GET and HEAD of deployments, of their status and of their operations."""

from starlette.responses import JSONResponse, Response

from local_azure.deployments.presentation import present, present_operation
from local_azure.deployments.record import Deployment
from local_azure.deployments.submission import current
from local_azure.deployments.target import Target
from local_azure.errors import bad_request, not_found
from local_azure.json_types import Json
from local_azure.retry_after import between_polls


async def get(target: Target) -> Response:
    """Answers a deployment.

    Raises:
        AzureError: 404 DeploymentNotFound.
    """
    return JSONResponse(present(target.found("deployments/read")))


async def head(target: Target) -> Response:
    """Answers 204 when a deployment is there and 404 when it isn't, without a body."""
    group = target.allow("deployments/read")
    return Response(status_code=404 if current(target.runner, target.id, group) is None else 204)


async def list_all(target: Target) -> Response:
    """Answers the deployments of a scope, the newest first; ``$filter=provisioningState eq 'Failed'`` and ``$top``."""
    group = target.allow("deployments/read")
    found = [each for each in target.runner.records.list(target.scope) if current(target.runner, each.id, group)]
    wanted = _state(target.asked.query.get("$filter", ""))
    shown = [present(each) for each in found if not wanted or each.state.lower() == wanted]
    top = target.asked.query.get("$top", "")
    return JSONResponse({"value": shown[: int(top)] if top.isdigit() else shown})


async def status(target: Target) -> Response:
    """Answers how a deployment goes, as ``Azure-AsyncOperation`` says to ask."""
    found = target.found("deployments/operationstatuses/read")
    if found.operation_id != target.request.path_params["operation"]:
        raise not_found("The operation is of an earlier deployment of this name.", code="DeploymentOperationNotFound")
    body: Json = {"status": found.state}
    if found.error is not None:
        body["error"] = found.error
    return JSONResponse(body, headers=polls(target) if found.is_active else None)


async def list_operations(target: Target) -> Response:
    """Answers the operations of a deployment, the newest first."""
    found = target.found("deployments/operations/read")
    top = target.asked.query.get("$top", "")
    shown = _operations(target, found)
    return JSONResponse({"value": shown[: int(top)] if top.isdigit() else shown})


async def operation(target: Target) -> Response:
    """Answers one operation of a deployment.

    Raises:
        AzureError: 404 DeploymentOperationNotFound.
    """
    wanted = str(target.request.path_params["operation"])
    for each in _operations(target, target.found("deployments/operations/read")):
        if each["operationId"].lower() == wanted.lower():
            return JSONResponse(each)
    raise not_found(f"The deployment operation '{wanted}' could not be found.", code="DeploymentOperationNotFound")


def polls(target: Target) -> dict[str, str]:
    """Returns the headers that say how often to ask."""
    options, clock = target.management.platform.options, target.management.platform.clock
    return between_polls(options.retry_after_ms, options.retry_after_form, clock.now())


def _operations(target: Target, found: Deployment) -> list[Json]:
    return [present_operation(found, each) for each in target.runner.records.operations(found.id)]


def _state(expression: str) -> str:
    if not expression:
        return ""
    name, _, value = expression.partition(" eq ")
    if name.strip().lower() != "provisioningstate" or not value.strip().strip("'"):
        raise bad_request(
            f"The filter '{expression}' isn't understood. It is: provisioningState eq 'Succeeded'.",
            code="InvalidFilterInQueryString",
            target="$filter",
        )
    return value.strip().strip("'").lower()
