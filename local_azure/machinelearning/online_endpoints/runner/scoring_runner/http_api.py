"""The routes of a scoring process: is it well, what does it take, and what does the script say to a request."""

import hmac
import json
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

from azureml_inference_server_http.api.aml_request import AMLRequest
from azureml_inference_server_http.api.aml_response import AMLResponse

from scoring_runner.user_script import BadInputError, UserScript

TOKEN_HEADER = "x-scoring-token"  # noqa: S105 -- a name
_ECHOED = ("x-request-id", "x-ms-request-id", "x-ms-client-request-id")
_SWAGGER = {
    "swagger": "2.0",
    "info": {"title": "ML service", "version": "1.0"},
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "paths": {"/score": {"post": {"operationId": "RunMLService", "responses": {"200": {"description": "The answer"}}}}},
}


class Handler(BaseHTTPRequestHandler):
    """Answers one connection.

    Args:
        script: The scoring script.
        workers: How many requests it runs at a time.
        token: What callers must show.
        arguments: What the server passes on: the connection and where it comes from.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes: the second would wait some 40 ms for the first

    def __init__(self, script: UserScript, workers: threading.Semaphore, token: str, *arguments: object) -> None:
        self._script = script
        self._workers = workers
        self._token = token
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answers the probes, the description, and ``run`` with the query for its data."""
        self._answer({"/": self._health, "/swagger.json": self._swagger, "/score": self._score})

    def do_POST(self) -> None:
        """Answers ``run`` with the body for its data."""
        self._answer({"/score": self._score})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- http.server's name
        """Writes nothing for each request: what was asked is nobody's business."""

    def _answer(self, routes: dict[str, Callable[[], AMLResponse]]) -> None:
        self._body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        shown = self.headers.get(TOKEN_HEADER) or ""
        route = routes.get(urlsplit(self.path).path)
        # A worker is busy until its answer is sent: what is streamed is made while it is.
        with self._workers if route == self._score else nullcontext():
            if not hmac.compare_digest(shown.encode(), self._token.encode()):
                answer = _failure(401, "the token is missing or wrong")
            elif route is None:
                answer = _failure(404, f"there is no {self.command} {urlsplit(self.path).path}")
            else:
                answer = route()
            try:
                self._send(answer)
            except ConnectionError:
                self.close_connection = True

    def _health(self) -> AMLResponse:
        return AMLResponse("Healthy", 200)

    def _swagger(self) -> AMLResponse:
        return AMLResponse(_SWAGGER, 200, json_str=True)

    def _score(self) -> AMLResponse:
        began = time.perf_counter()
        try:
            answer = _response(self._script.run(self._request()))
        except BadInputError as error:
            return _failure(400, str(error))
        except Exception:  # noqa: BLE001 -- whatever the script raises is its log's business, and a 500
            traceback.print_exc()
            return _failure(500, "The scoring script failed on the request; its log says why.", failed=True)
        answer.headers["x-ms-run-fn-exec-ms"] = f"{(time.perf_counter() - began) * 1000:.3f}"
        return answer

    def _request(self) -> AMLRequest:
        parts = urlsplit(self.path)
        args: dict[str, str] = {}
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            args.setdefault(name, value)
        del self.headers[TOKEN_HEADER]
        return AMLRequest(self.command, parts.path, parts.query, args, self.headers, self._body)

    def _send(self, answer: AMLResponse) -> None:
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        for name in _ECHOED:
            if self.headers.get(name):
                self.send_header(name, self.headers[name])
        if answer.is_streamed:
            self._stream(answer)
            return
        content = b"".join(answer.parts)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, answer: AMLResponse) -> None:
        self.send_header("Connection", "close")  # the stream's end is the connection's
        self.end_headers()
        try:
            for part in answer.parts:
                self.wfile.write(part)
                self.wfile.flush()
        except ConnectionError:
            raise
        except Exception:  # noqa: BLE001 -- the status is sent: the log has the reason, the connection just ends
            traceback.print_exc()
        self.close_connection = True


def handler_for(script: UserScript, workers: int, token: str) -> Callable[..., Handler]:
    """Returns what makes a handler for each connection."""
    return partial(Handler, script, threading.Semaphore(workers), token)


def _response(output: object) -> AMLResponse:
    if isinstance(output, AMLResponse):
        if output.status_code >= 500:
            output.headers["x-ms-run-function-failed"] = "True"
        return output
    json.dumps(output)  # raises here, where it counts as the script's failure
    return AMLResponse(output, 200, json_str=True)


def _failure(status: int, message: str, *, failed: bool = False) -> AMLResponse:
    return AMLResponse({"message": message}, status, json_str=True, run_function_failed=failed)
