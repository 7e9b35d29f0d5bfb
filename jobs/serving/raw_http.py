"""Requests and responses as Azure ML's inference server gives and takes them; where it isn't installed, the like."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

try:
    from azureml_inference_server_http.api.aml_request import rawhttp
    from azureml_inference_server_http.api.aml_response import AMLResponse
except ImportError:  # without the server: whoever calls run() reads what it returns

    def rawhttp(function: Callable[..., Any]) -> Callable[..., Any]:  # type: ignore[misc]
        """Returns the function as it is."""
        return function

    class AMLResponse:  # type: ignore[no-redef]
        """A response.

        Attributes:
            status_code: The HTTP status.
            headers: The headers.
            content: The body, whole as text or in parts.
        """

        def __init__(
            self,
            message: Any,  # noqa: ANN401 -- what the server's own takes
            status_code: int,
            response_headers: Mapping[str, str] | None = None,
            json_str: bool = False,  # noqa: FBT001, FBT002 -- likewise
        ) -> None:
            self.status_code = status_code
            kind = {"Content-Type": "application/json"} if json_str else {}
            self.headers = {**kind, **(response_headers or {})}
            self.content: str | Iterable[str] = json.dumps(message) if json_str else message


def answer(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> AMLResponse:
    """Returns a response with a JSON body."""
    return AMLResponse(body, status, dict(headers or {}), json_str=True)


def stream(parts: Iterable[str]) -> AMLResponse:
    """Returns a response whose body comes in parts, as server-sent events."""
    return AMLResponse(parts, 200, {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache"})
