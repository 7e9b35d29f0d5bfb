"""A whole local Azure inside the test: requests go straight into its application, and no network is asked."""

import asyncio
import json
import sqlite3
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import quote, unquote, urlsplit

from starlette.routing import Route

from catalogue.resource_types import resource_types
from local_azure.application import create_application
from local_azure.clock import Clock
from local_azure.errors import AzureError
from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.instance import open_platform, running
from local_azure.machine import PORT as COMPUTE
from local_azure.machine import Compute, Report
from local_azure.management.operations import TABLE as OPERATIONS
from local_azure.management.paths import parse
from local_azure.options import Options
from local_azure.platform import Platform
from local_azure.service import Service, discover
from local_azure.storage.azurite import pool_names
from local_azure.storage.blobs import AzuriteBlobs
from local_azure.storage.pool import AccountPool
from local_azure.tokens import Principal
from tests.local_azure.properties.memory_backend import MemoryBackend
from tests.local_azure.running import ARM, NAMESPACES, ROOT, HeldClock

Result = TypeVar("Result")
USUAL_VERSION = "2022-09-01"
_PORT = 50_000


@dataclass(frozen=True)
class Answer:
    """An answer of the local Azure."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:  # noqa: ANN401 -- any JSON
        """Returns the body as strict JSON."""
        return json.loads(self.content, parse_constant=_refuse)

    @property
    def code(self) -> str:
        """Azure's error code; empty for an answer that isn't an error."""
        return str(self.json()["error"]["code"]) if self.status >= 400 and self.content else ""


class InProcess:
    """A local Azure that lives in an event loop of the test's own, without a server and without a network.

    Args:
        directory: Its folder.
        clock: The time; held still by default.
    """

    def __init__(self, directory: Path, clock: Clock | None = None) -> None:
        self._directory = directory
        self._clock = clock or HeldClock()
        self._loop = asyncio.new_event_loop()
        self._backend = MemoryBackend()
        self._tokens: dict[tuple[str, str], str] = {}

    def __enter__(self) -> Self:
        """Starts it, with all resource providers registered."""
        self._run(self._start())
        for namespace in NAMESPACES:
            self.call("POST", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.{namespace}/register")
        self.settle()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stops it."""
        self._run(self._context.__aexit__(None, None, None))
        self._run(self._loop.shutdown_default_executor())
        self._loop.close()

    def restart(self) -> None:
        """Stops it and starts another one in the same folder."""
        self._run(self._context.__aexit__(None, None, None))
        self._run(self._start())

    def remember(self) -> None:
        """Remembers all that is kept now, for ``rewind``."""
        with closing(sqlite3.connect(self._directory / "state.sqlite")) as state:
            self._remembered = state.execute("SELECT * FROM documents").fetchall()

    def rewind(self) -> None:
        """Puts all that is kept back to where it was remembered: no example depends on those before it."""
        with closing(sqlite3.connect(self._directory / "state.sqlite")) as state, state:
            state.execute("DELETE FROM documents")
            places = ", ".join("?" * len(self._remembered[0]))
            state.executemany(f"INSERT INTO documents VALUES ({places})", self._remembered)  # noqa: S608 -- places alone

    def call(
        self, method: str, path: str, body: object = None, *, content: bytes | None = None, **headers: str
    ) -> Answer:
        """Sends a request to ARM as the deployer.

        Args:
            method: The HTTP method.
            path: An ARM id, with a query or without, or a whole URL; the catalogue's api-version is added.
            body: Sent as JSON; None for no body.
            content: Sent as it is, in the body's place.
            headers: Further headers, with ``_`` for ``-``.
        """
        url = path if path.startswith("https:") else f"{ARM}{quote(path, safe='/?&=$%')}"
        if "api-version=" not in url:
            url += f"{'&' if '?' in url else '?'}api-version={_version(path)}"
        sent = content if content is not None else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        usual = {"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"}
        return self.send(method, url, sent, usual | named)

    def put(self, path: str, body: object) -> dict[str, Any]:
        """PUTs a resource, ends its operation and returns it as it is then."""
        answer = self.call("PUT", path, body)
        assert answer.status < 300, (path, answer)
        self.settle()
        found = self.call("GET", path)
        assert found.status == 200, (path, found)
        read: dict[str, Any] = found.json()
        return read

    def send(self, method: str, url: str, content: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Sends a request to any host as it stands: nothing in it is corrected or encoded."""
        return self._run(self._ask(method, url, content, headers or {}))

    def token(self, audience: str = ARM, object_id: str = DEPLOYER_OBJECT_ID) -> str:
        """Returns a token of a principal, which it makes when it isn't known."""
        tokens = self.platform.tokens
        principal = tokens.principal(object_id)
        if principal is None:
            principal = Principal(object_id, object_id, "somebody")
            tokens.register(principal)
        if (audience, object_id) not in self._tokens:
            self._tokens[audience, object_id] = tokens.issue(principal, audience)
        return self._tokens[audience, object_id]

    def routes(self) -> list[tuple[str, str, str]]:
        """Returns the host pattern, the method and the path template of all that any service answers."""
        return [
            (getattr(host, "host", pattern), method, route.path)
            for service in discover()
            for pattern in service.hosts
            for host in self._application.routers[service.name].routes
            for route in _inside(host)
            for method in sorted(route.methods or ())
        ]

    def settle(self) -> None:
        """Lets all long-running operations end and forgets them; none may fail with an error that isn't Azure's."""
        self._run(self._settle())

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._loop.run_until_complete(work)

    async def _start(self) -> None:
        options = Options(weights="tiny-random", retry_after_ms=10)
        self.platform = open_platform(self._directory, root=ROOT, clock=self._clock, options=options)
        services = [self._in_memory(each) if each.name == "storage" else each for each in discover()]
        services.insert(0, Service(name="compute", start=_provide_no_compute))
        self._context: AbstractAsyncContextManager[None] = running(self.platform, services)
        await self._context.__aenter__()
        self._application: Any = create_application(self.platform, services)

    def _in_memory(self, storage: Service) -> Service:
        async def start(platform: Platform) -> None:
            pool = AccountPool(platform.store, pool_names())
            platform.provide("azurite", self._backend)
            platform.provide("storage", AzuriteBlobs(self._backend, pool, platform.clock, TENANT_ID))  # type: ignore[arg-type]

        return replace(storage, start=start)

    async def _ask(self, method: str, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(url, allow_fragments=False)
        named = {"host": parts.netloc, "content-length": str(len(content))}
        named |= {name.lower(): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode("ascii"),
            "query_string": parts.query.encode("ascii"),
            "root_path": "",
            "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()],
            "client": ("127.0.0.1", _PORT),
            "server": ("127.0.0.1", 443),
        }
        sent: list[dict[str, Any]] = []
        received = [{"type": "http.request", "body": content, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return received.pop() if received else await asyncio.Event().wait() and {}

        async def send(message: Any) -> None:  # noqa: ANN401 -- ASGI's message
            sent.append(message)

        await self._application(scope, receive, send)
        start = sent[0]
        answered = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
        return Answer(start["status"], answered, b"".join(message.get("body", b"") for message in sent[1:]))

    async def _settle(self) -> None:
        for _ in iter(self._is_busy, False):
            await asyncio.sleep(0)
        ended = self.platform.store.list(OPERATIONS)
        for each in ended:
            self.platform.store.delete(OPERATIONS, each["id"])
        failures = [each for each in ended if (each["error"] or {}).get("code") == _OWN]
        assert not failures, failures

    def _is_busy(self) -> bool:
        return any(document["status"] == "InProgress" for document in self.platform.store.list(OPERATIONS))


_OWN = "InternalServerError"


async def _provide_no_compute(platform: Platform) -> None:
    platform.provide(COMPUTE, Compute(Path("none"), Path("none"), _none, _none, "none"))


async def _none(_report: Report) -> Path:
    raise AzureError(400, "ImageBuildFailure", "Nothing is trained and nothing serves here.")


def _inside(route: Any) -> Iterator[Route]:  # noqa: ANN401 -- routers nest in several ways
    if isinstance(route, Route) and route.methods:
        yield route
    for inner in getattr(route, "routes", None) or getattr(getattr(route, "endpoint", None), "routes", None) or ():
        yield from _inside(inner)


def _version(path: str) -> str:
    parsed = parse(path.partition("?")[0])
    row = resource_types().get(parsed.type.lower()) if parsed else None
    return row.api_version if row else USUAL_VERSION


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")
