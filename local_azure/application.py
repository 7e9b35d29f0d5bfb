"""The ASGI application of a local Azure: leads each request to its host's service and turns errors into Azure's."""

import asyncio
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local_azure.calls.recording import recording
from local_azure.clock import timestamp
from local_azure.errors import AzureError
from local_azure.hosts import HostTable
from local_azure.identity import SERVER_HEADER
from local_azure.platform import Platform
from local_azure.service import Service

LOG = logging.getLogger(__name__)
HEADER_LIMIT = 64 * 1024


@dataclass(frozen=True)
class Patience:
    """How long the server bears with a slow client.

    Attributes:
        body_seconds: For the next part of a body.
        bytes_a_second: What a body has to bring after that time, taken together.
        answer_seconds: Until the client has taken the next part of an answer.
    """

    body_seconds: float = 60.0
    bytes_a_second: int = 1024
    answer_seconds: float = 60.0


USUAL_PATIENCE = Patience()


def create_application(platform: Platform, services: Sequence[Service], patience: Patience = USUAL_PATIENCE) -> ASGIApp:
    """Returns the application that answers for all hosts of the services.

    It needs no server: tests may call it through ``httpx.ASGITransport``. The services must have been started
    (``local_azure.instance.running``). Where the options ask for it, calls are recorded (``local_azure.calls``).

    Args:
        platform: The local Azure.
        services: Its services.
        patience: How long it bears with a slow client.
    """
    application = _Application(platform, services, patience)
    if not platform.options.record:
        return application
    return recording(application, application.hosts, application.routers, services, platform)


class _Application:
    def __init__(self, platform: Platform, services: Sequence[Service], patience: Patience) -> None:
        self._platform = platform
        self._patience = patience
        self.hosts = HostTable(services)
        self.routers = {
            service.name: Router(service.routes(platform) if service.routes else (), redirect_slashes=False)
            for service in services
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        started = False

        async def marked_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._mark(headers, MutableHeaders(scope=message))
            async with asyncio.timeout(self._patience.answer_seconds):
                await send(message)

        try:
            await self._route(scope, headers, receive, marked_send)
        except AzureError as error:
            if started:
                raise
            await JSONResponse(error.body(), error.status, error.headers)(scope, receive, marked_send)
        except HTTPException as error:
            await JSONResponse(_plain(error).body(), error.status_code)(scope, receive, marked_send)
        except Exception:
            if started:
                raise
            LOG.exception("%s https://%s%s failed", scope["method"], headers.get("host"), scope["path"])
            await JSONResponse(_internal().body(), 500)(scope, receive, marked_send)

    async def _route(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        host = headers.get("host", "")
        service = self.hosts.service(host)
        if service is None:
            raise AzureError(421, "HostNotServed", f"No service of the local Azure has the host name '{host}'.")
        _check_lengths(headers, service.body_limit)
        receive = _limited(receive, service.body_limit, self._patience)
        # An exception must get through the router instead of becoming its plain-text answer.
        scope["app"] = self
        try:
            await self.routers[service.name](scope, receive, send)
        except RecursionError as error:  # only a body that nests deep makes a handler do so
            message = "The request content was invalid: it nests too deep."
            raise AzureError(400, "InvalidRequestContent", message) from error

    def _mark(self, request: Headers, answer: MutableHeaders) -> None:
        request_id = str(uuid.uuid4())
        answer["Server"] = SERVER_HEADER
        answer.setdefault("x-ms-request-id", request_id)
        answer.setdefault("x-ms-correlation-request-id", request.get("x-ms-correlation-request-id", request_id))
        answer.setdefault("Cache-Control", "no-cache")
        answer.setdefault("X-Content-Type-Options", "nosniff")
        if request.get("x-ms-return-client-request-id", "").lower() == "true" and "x-ms-client-request-id" in request:
            answer["x-ms-client-request-id"] = request["x-ms-client-request-id"]
        now = self._platform.clock.now()
        answer.setdefault("Date", format_datetime(now, usegmt=True))
        moment = timestamp(now)
        answer.setdefault("x-ms-routing-request-id", f"LOCAL:{moment}:{request_id}")


def _check_lengths(headers: Headers, limit: int | None) -> None:
    if sum(len(name) + len(value) for name, value in headers.raw) > HEADER_LIMIT:
        raise AzureError(431, "RequestHeaderFieldsTooLarge", f"The headers exceed the maximum of {HEADER_LIMIT} bytes.")
    length = headers.get("content-length", "0")
    if limit is not None and (not length.isdigit() or int(length) > limit):
        raise _too_large(limit)


def _limited(receive: Receive, limit: int | None, patience: Patience) -> Receive:
    seen, complete, clock = 0, False, asyncio.get_running_loop().time
    began = clock()

    async def counted() -> Message:
        nonlocal seen, complete
        if complete:  # what comes now is the client's leaving, which may take as long as it likes
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), patience.body_seconds)
        except TimeoutError as error:
            what = f"Nothing of the body came for {patience.body_seconds:g} s."
            raise AzureError(408, "RequestTimeout", what) from error
        seen += len(message.get("body", b""))
        complete = not message.get("more_body", False)
        taken = clock() - began
        if not complete and taken > patience.body_seconds and seen < taken * patience.bytes_a_second:
            what = f"The body brings less than {patience.bytes_a_second} bytes a second."
            raise AzureError(408, "RequestTimeout", what)
        if limit is not None and seen > limit:
            raise _too_large(limit)
        return message

    return counted


def _too_large(limit: int) -> AzureError:
    return AzureError(413, "RequestContentTooLarge", f"The request content exceeds the maximum of {limit} bytes.")


def _plain(error: HTTPException) -> AzureError:
    codes = {404: "NotFound", 405: "MethodNotAllowed"}
    return AzureError(error.status_code, codes.get(error.status_code, "BadRequest"), error.detail)


def _internal() -> AzureError:
    return AzureError(
        500, "InternalServerError", "The local Azure failed on this request; its log (logs/server.log) says why."
    )
