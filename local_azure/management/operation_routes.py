"""Where clients ask how a long-running operation goes: status and result URLs."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError
from local_azure.management.context import Management
from local_azure.management.operations import STATUS_UNDER_RESULTS, Operation
from local_azure.management.presentation import present


def operation_routes(management: Management) -> Sequence[BaseRoute]:
    """Returns the routes of operation statuses and results."""

    async def status(request: Request) -> Response:
        operation = _found(management, request)
        going_on = operation.status == "InProgress"
        headers = management.operations.headers(operation) if going_on else None
        return JSONResponse(management.operations.status(operation), headers=headers)

    async def result(request: Request) -> Response:
        operation = _found(management, request)
        if operation.style == "async-operation" and operation.namespace.lower() == STATUS_UNDER_RESULTS:
            return await status(request)
        return _result(management, operation)

    base = "/subscriptions/{subscription}"
    return [
        Route(f"{base}/operationresults/{{operation}}", result, methods=["GET"]),
        Route(f"{base}/providers/{{namespace}}/locations/{{location}}/operationStatuses/{{operation}}", status),
        Route(f"{base}/providers/{{namespace}}/locations/{{location}}/operationResults/{{operation}}", result),
    ]


def _found(management: Management, request: Request) -> Operation:
    operation_id = request.path_params["operation"]
    operation = management.operations.get(operation_id)
    if operation is None:
        raise AzureError(404, "OperationNotFound", f"The operation '{operation_id}' could not be found.")
    return operation


def _result(management: Management, operation: Operation) -> Response:
    if operation.status == "InProgress":
        return Response(status_code=202, headers=management.operations.headers(operation))
    if operation.status == "Failed":
        return JSONResponse({"error": operation.error}, operation.error_status)
    resource = management.platform.resources.get(operation.resource_id)
    if operation.work != "provision":
        return Response(status_code=204 if operation.work == "delete" else 200)
    if resource is None:
        raise AzureError(404, "ResourceNotFound", f"The resource '{operation.resource_id}' was not found.")
    return JSONResponse(present(management.kinds.of(resource.type, operation.api_version), resource))
