"""Requests to ARM from inside, with a caller's own token: what a template writes goes the way of every other PUT."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import Router
from starlette.types import Message, Scope

from local_azure.errors import AzureError, not_found
from local_azure.identity import MANAGEMENT_HOST
from local_azure.json_types import Json
from local_azure.management.context import Management
from local_azure.management.routes import management_routes
from local_azure.platform import Platform
from local_azure.tokens import MANAGEMENT_AUDIENCES, Principal

MOST_TRIES = 5
"""How often a request is sent that ARM has no time for (429); of our own."""


@dataclass(frozen=True)
class Caller:
    """Who deploys: kept with a deployment, so that it can go on after a restart.

    Attributes:
        object_id: The principal's object id.
        app_id: Its client id.
        correlation_id: What all requests of one deployment say they belong to.
    """

    object_id: str
    app_id: str
    correlation_id: str


@dataclass(frozen=True)
class Answer:
    """An answer that is no refusal.

    Attributes:
        status: The HTTP status.
        headers: The headers, without regard to case.
        body: The body; None where there is none.
    """

    status: int
    headers: Mapping[str, str]
    body: Any


class Arm:
    """Asks the ARM core of one local Azure.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._router: Router | None = None

    async def call(
        self,
        caller: Caller,
        method: str,
        path: str,
        api_version: str,
        body: Json | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """Sends a request as a caller and returns the answer; again where ARM has no time for it (429).

        Raises:
            AzureError: The refusal, as a client would get it.
        """
        tried = 1
        while True:
            try:
                return await self._once(caller, method, path, {**(query or {}), "api-version": api_version}, body)
            except AzureError as error:
                wait = error.headers.get("Retry-After", "")
                if error.status != 429 or not wait.isdigit() or tried == MOST_TRIES:
                    raise
            tried += 1
            await self._platform.clock.sleep(int(wait))

    async def follow(self, caller: Caller, url: str) -> Json | None:
        """Waits until a long-running operation has ended; returns its error where it failed.

        Args:
            caller: Who asks.
            url: What ``Azure-AsyncOperation`` or ``Location`` says.
        """
        operations = self._platform.require("management", Management).operations
        parts = urlsplit(url)
        known = await operations.ended(parts.path.rsplit("/", 1)[-1])
        if known is not None:
            return known.error
        query = dict(parse_qsl(parts.query))
        version = query.pop("api-version", "2021-04-01")
        while True:
            try:
                answer = await self.call(caller, "GET", parts.path, version, query=query)
            except AzureError as error:
                return error.inner()
            status = str((answer.body or {}).get("status", "")) if isinstance(answer.body, dict) else ""
            if status in ("Failed", "Canceled"):
                return dict(answer.body.get("error") or {"code": status, "message": f"The operation is {status}."})
            if answer.status != 202 and status in ("", "Succeeded"):
                return None
            await self._pause()

    async def _pause(self) -> None:
        await self._platform.clock.sleep(self._platform.options.retry_after_ms / 1000)

    async def _once(
        self, caller: Caller, method: str, path: str, query: Mapping[str, str], body: Json | None
    ) -> Answer:
        content = b"" if body is None else json.dumps(body).encode()
        scope = self._scope(caller, method, path, query, len(content) if body is not None else None)
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        try:
            await self._routes()(scope, receive, send)
        except HTTPException as error:
            raise not_found(f"No resource or action is at '{path}' for {method}.") from error
        return _answer(sent)

    def _scope(self, caller: Caller, method: str, path: str, query: Mapping[str, str], length: int | None) -> Scope:
        principal = self._platform.tokens.principal(caller.object_id)
        principal = principal or Principal(caller.object_id, caller.app_id, "")
        token = self._platform.tokens.issue(principal, MANAGEMENT_AUDIENCES[0])
        headers = {
            "host": MANAGEMENT_HOST,
            "authorization": f"Bearer {token}",
            "x-ms-correlation-request-id": caller.correlation_id,
        }
        if length is not None:
            headers |= {"content-type": "application/json", "content-length": str(length)}
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "server": (MANAGEMENT_HOST, 443),
            "client": None,
            "root_path": "",
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": urlencode(query).encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "app": self,
            "state": {},
        }

    def _routes(self) -> Router:
        if self._router is None:
            management = self._platform.require("management", Management)
            services = self._platform.require("services", tuple)
            self._router = Router(management_routes(management, services), redirect_slashes=False)
        return self._router


def _answer(sent: list[Message]) -> Answer:
    start = sent[0]
    content = b"".join(message.get("body", b"") for message in sent[1:])
    body = json.loads(content) if content else None
    headers = Headers(raw=start["headers"])
    if start["status"] >= 400:
        error = body.get("error", body) if isinstance(body, dict) else {}
        raise AzureError(
            start["status"],
            str(error.get("code", "BadRequest")),
            str(error.get("message", "")),
            target=error.get("target"),
            details=error.get("details") or (),
            headers=dict(headers),
        )
    return Answer(start["status"], headers, body)
