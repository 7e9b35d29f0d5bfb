"""A local Azure in a thread of the test process, reached as clients reach it: by public names, through its proxy."""

import asyncio
import ssl
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import httpx

from catalogue.api_versions import versions_of
from catalogue.resource_types import resource_types
from local_azure.clock import Clock, SystemClock
from local_azure.clock.movable import MovableClock
from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE
from local_azure.instance_file import InstanceFile, read_instance
from local_azure.management.paths import parse
from local_azure.options import Options
from local_azure.platform import Platform
from local_azure.server import serving
from local_azure.service import Service
from local_azure.tokens import Principal

ROOT = Path(__file__).parents[2]
ARM = "https://management.azure.com"
# How long anything may take on the slowest of machines, such as a model server that starts: what takes longer hangs.
PATIENCE_SECONDS = 300.0
NAMESPACES = (
    "CognitiveServices",
    "ContainerRegistry",
    "Insights",
    "KeyVault",
    "MachineLearningServices",
    "ManagedIdentity",
    "Network",
    "OperationalInsights",
    "PolicyInsights",
    "Storage",
)


class HeldClock:
    """A clock that the test moves; whoever sleeps by it sleeps until the server stops."""

    def __init__(self, moment: datetime = datetime(2026, 10, 7, 12, 0, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **duration: float) -> None:
        self.moment += timedelta(**duration)

    async def sleep(self, _seconds: float) -> None:
        await asyncio.Event().wait()


@dataclass
class LocalAzure:
    """A local Azure that runs in a thread while the block lasts.

    Attributes:
        directory: Its folder.
        services: Its services; all by default.
        clock: The time.
        options: Its settings.
    """

    directory: Path
    services: list[Service] | None = None
    clock: Clock = field(default_factory=SystemClock)
    options: Options = field(default_factory=lambda: Options(weights="tiny-random", retry_after_ms=10))

    def __enter__(self) -> Self:
        """Starts it and returns when it answers."""
        self._started: Future[Platform] = Future()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self.platform = self._started.result(timeout=PATIENCE_SECONDS)
        found = read_instance(self.directory)
        assert found is not None
        self.instance: InstanceFile = found
        self.proxy = f"http://127.0.0.1:{found.proxy_port}"
        trust = ssl.create_default_context(cafile=str(self.directory / "ca.pem"))
        self.http = httpx.Client(proxy=self.proxy, verify=trust, timeout=PATIENCE_SECONDS, trust_env=False)
        return self

    def __exit__(self, *_error: object) -> None:
        """Stops it and returns when its thread has ended."""
        self.http.close()
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(timeout=PATIENCE_SECONDS)
        assert not self._thread.is_alive()

    def inside(self, subnet_id: str) -> httpx.Client:
        """Returns a client that runs in a subnet: the proxy's user name is the subnet. The caller closes it."""
        proxy = httpx.Proxy(self.proxy, auth=(subnet_id, ""))
        trust = ssl.create_default_context(cafile=str(self.directory / "ca.pem"))
        return httpx.Client(proxy=proxy, verify=trust, timeout=PATIENCE_SECONDS, trust_env=False)

    def token(self, audience: str = ARM, object_id: str = DEPLOYER_OBJECT_ID) -> str:
        """Returns a token of a principal, the deployer by default; makes the principal when it isn't known."""
        principal = self.platform.tokens.principal(object_id) or Principal(object_id, object_id, "somebody")
        self.platform.tokens.register(principal) if object_id != DEPLOYER_OBJECT_ID else None
        return self.platform.tokens.issue(principal, audience)

    def call(
        self, method: str, path: str, body: object = None, *, api: str | None = None, token: str = "", **headers: str
    ) -> httpx.Response:
        """Sends a request to ARM as the deployer, or with another token; ``path`` is an ARM id or a whole URL.

        Without an API version it is the one that the table has for the type.
        """
        url = httpx.URL(path if path.startswith("https:") else ARM + path)
        version = usual_version(url.path) if api is None else api
        if "api-version" not in url.params and version:
            url = url.copy_add_param("api-version", version)
        sent = {"Authorization": f"Bearer {token or self.token()}"}
        return self.http.request(
            method, url, json=body, headers=sent | {name.replace("_", "-"): value for name, value in headers.items()}
        )

    def put(self, path: str, body: object) -> dict[str, Any]:
        """PUTs a resource, follows the operation and returns the resource as it is then."""
        self.finish(self.call("PUT", path, body).raise_for_status())
        return self.call("GET", path).raise_for_status().json()

    def delete(self, path: str) -> httpx.Response:
        """Deletes a resource, follows the operation and returns its last answer."""
        return self.finish(self.call("DELETE", path).raise_for_status())

    def advance(self, **duration: float) -> None:
        """Moves a clock that can be moved; what is due meanwhile is done when this returns."""
        clock = self.clock
        assert isinstance(clock, MovableClock)
        asyncio.run_coroutine_threadsafe(clock.move(clock.ahead + timedelta(**duration)), self._loop).result()

    def finish(self, answer: httpx.Response) -> httpx.Response:
        """Follows a long-running operation to its last answer."""
        url = answer.headers.get("Azure-AsyncOperation") or answer.headers.get("Location")
        while url is not None:
            answer = self.call("GET", url)
            if answer.status_code != 202 and (not answer.content or answer.json().get("status") != "InProgress"):
                break
            threading.Event().wait(0.01)
        return answer

    def tasks(self) -> int:
        """Returns how many tasks its loop has: connections, requests on their way, work in the background."""
        return len(asyncio.all_tasks(self._loop))

    def register_all(self) -> None:
        """Registers every namespace, as a subscription in use has it."""
        for namespace in NAMESPACES:
            self.call("POST", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.{namespace}/register").raise_for_status()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            if self._started.done():
                raise
            self._started.set_exception(error)

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        async with serving(
            self.directory, root=ROOT, clock=self.clock, options=self.options, services=self.services
        ) as platform:
            self._started.set_result(platform)
            await self._stopping.wait()


def usual_version(path: str) -> str:
    """Returns the API version that the table has for the type of a path, else the newest one without preview."""
    parsed = parse(path)
    if parsed is None:
        return "2022-12-01"
    of_action = f"{parsed.namespace}/{'/'.join(parsed.types[:-1])}"
    rows = resource_types()
    row = rows.get(parsed.type.lower()) or rows.get(of_action.lower())
    if row is not None:
        return row.api_version
    return next((each for each in versions_of(parsed.type) if not each.endswith("preview")), "2024-10-01")


def group_id(name: str) -> str:
    """Returns the id of a resource group."""
    return f"{SUBSCRIPTION_SCOPE}/resourceGroups/{name}"
