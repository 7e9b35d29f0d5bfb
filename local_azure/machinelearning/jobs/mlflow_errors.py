"""MLflow's own shape of errors."""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local_azure.errors import AzureError

Handler = Callable[[Request], Awaitable[Response]]


def in_mlflow_errors(handler: Handler) -> Handler:
    """Returns a handler that says its errors in MLflow's own shape."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except AzureError as error:
            return JSONResponse({"error_code": error.code, "message": error.message}, error.status, error.headers)

    return answer
