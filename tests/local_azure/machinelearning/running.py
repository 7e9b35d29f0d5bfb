"""A local Azure in a thread of the test process, on a compute of the test's choice, and plain HTTP calls to it."""

import asyncio
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

from local_azure.clock import SystemClock
from local_azure.credentials import credentials
from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_ID, TENANT_ID
from local_azure.instance_file import read_instance
from local_azure.machine import PORT, Compute
from local_azure.options import Options
from local_azure.platform import Platform
from local_azure.server import serving
from local_azure.service import Service, discover
from tests.local_azure.running import PATIENCE_SECONDS, usual_version

GROUP = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/rg-test"
HUB = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/hub-test"
PROJECT = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/project-test"
BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
ASSIGNMENT = "5ca1ab1e-0000-4000-8000-00000000000a"
API = "2025-12-01"
ML = "https://ml.azure.com"
STORAGE = "https://storage.azure.com"
ARM = "https://management.azure.com"

Read = TypeVar("Read")


QUICK = Options(weights="tiny-random", retry_after_ms=20)
_TOKEN_SECONDS = 1800.0  # well below what the token authority gives: a session of tests may last longer than a token


@dataclass
class RunningAzure:
    """A local Azure that runs in a thread.

    Attributes:
        directory: Its folder.
        root: The project's root.
        compute: What its jobs and endpoints run on.
        options: What it is started with.
    """

    directory: Path
    root: Path
    compute: Callable[[Platform], Compute]
    options: Options = QUICK

    def __post_init__(self) -> None:
        """Makes what waiting needs."""
        self._pause = threading.Event()

    def __enter__(self) -> Self:
        """Starts it and returns when it answers."""
        self._started: Future[Platform] = Future()
        self._thread = threading.Thread(target=asyncio.run, args=(self._serve(),))
        self._thread.start()
        self.platform = self._started.result(timeout=PATIENCE_SECONDS)
        instance = read_instance(self.directory)
        assert instance is not None
        self.proxy = f"http://127.0.0.1:{instance.proxy_port}"
        trust = _trusting(self.directory)
        self.http = httpx.Client(proxy=self.proxy, verify=trust, timeout=PATIENCE_SECONDS, trust_env=False)
        self._tokens: dict[str, tuple[float, str]] = {}
        return self

    def __exit__(self, *_error: object) -> None:
        """Stops it and returns when it has."""
        self.http.close()
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(timeout=PATIENCE_SECONDS)
        assert not self._thread.is_alive()

    def token(self, audience: str = "https://management.azure.com") -> str:
        """Returns the deployer's token for an audience, from the token authority itself."""
        until, token = self._tokens.get(audience, (0.0, ""))
        now = time.monotonic()
        if not token or now >= until:
            secrets = credentials(self.directory)
            form = {"grant_type": "client_credentials", "client_id": secrets.client_id, "scope": f"{audience}/.default"}
            url = f"https://login.microsoftonline.com/{TENANT_ID}/oauth2/v2.0/token"
            answer = self.http.post(url, data={**form, "client_secret": secrets.client_secret})
            token = str(answer.raise_for_status().json()["access_token"])
            self._tokens[audience] = (now + _TOKEN_SECONDS, token)
        return token

    def call(
        self, method: str, url: str, body: object = None, *, audience: str = ARM, **headers: str
    ) -> httpx.Response:
        """Sends a request as the deployer; ``url`` may be an ARM id (its api-version is added)."""
        if url.startswith("/"):
            url = f"{ARM}{url}" + ("&" if "?" in url else "?") + f"api-version={usual_version(url)}"
        sent = {"Authorization": f"Bearer {self.token(audience)}", **headers}
        return self.http.request(method, url, json=body, headers=sent)

    def put(self, resource_id: str, body: object) -> dict[str, Any]:
        """PUTs a resource and returns it when it is provisioned."""
        answer = self.call("PUT", resource_id, body).raise_for_status()
        self.finish(answer)
        return self.get(resource_id)

    def get(self, resource_id: str) -> dict[str, Any]:
        """Returns a resource."""
        return self.call("GET", resource_id).raise_for_status().json()

    def delete(self, resource_id: str) -> None:
        """Deletes a resource and returns when it is gone."""
        self.finish(self.call("DELETE", resource_id).raise_for_status())

    def finish(self, answer: httpx.Response) -> dict[str, Any]:
        """Follows a long-running operation to its end and returns its status; an error when it failed."""
        url = answer.headers.get("Azure-AsyncOperation") or answer.headers.get("Location")
        if url is None:
            return {}
        polled = self.poll(lambda: self.call("GET", url).raise_for_status(), _is_over)
        status: dict[str, Any] = polled.json() if polled.content else {}
        if status.get("status") == "Failed":
            raise OperationFailedError(status["error"])
        return status

    def poll(self, read: Callable[[], Read], until: Callable[[Read], bool], seconds: float = PATIENCE_SECONDS) -> Read:
        """Reads again and again until it is as wanted, and returns what was read."""
        deadline = time.monotonic() + seconds
        while not until(value := read()):
            assert time.monotonic() < deadline, f"not reached within {seconds} s: {value}"
            self._pause.wait(0.03)
        return value

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        services = [Service(name="compute", start=self._provide_compute), *discover()]
        async with serving(
            self.directory, root=self.root, clock=SystemClock(), options=self.options, services=services
        ) as platform:
            self._started.set_result(platform)
            await self._stopping.wait()

    async def _provide_compute(self, platform: Platform) -> None:
        platform.provide(PORT, self.compute(platform))


class OperationFailedError(Exception):
    """A long-running operation ended with an error."""


def _is_over(polled: httpx.Response) -> bool:
    return polled.status_code != 202 and (not polled.content or polled.json().get("status") != "InProgress")


def make_project(azure: RunningAzure) -> None:
    """Makes a group, a storage account, a vault, a hub and a project on it, with identity-based datastores."""
    azure.put(GROUP, {"location": "eastus2"})
    provider = f"{GROUP}/providers"
    account, vault = (
        f"{provider}/Microsoft.Storage/storageAccounts/sttest",
        f"{provider}/Microsoft.KeyVault/vaults/kv-test",
    )
    for namespace in ("Storage", "KeyVault", "MachineLearningServices", "Insights"):
        url = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.{namespace}/register"
        azure.call("POST", url).raise_for_status()
    azure.put(account, {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}})
    role = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/{BLOB_DATA_CONTRIBUTOR}"
    assigned = {"principalId": DEPLOYER_OBJECT_ID, "principalType": "ServicePrincipal", "roleDefinitionId": role}
    azure.put(f"{account}/providers/Microsoft.Authorization/roleAssignments/{ASSIGNMENT}", {"properties": assigned})
    sku = {"family": "A", "name": "standard"}
    azure.put(
        vault,
        {"location": "eastus2", "properties": {"tenantId": TENANT_ID, "sku": sku, "enableRbacAuthorization": True}},
    )
    common = {"location": "eastus2", "identity": {"type": "SystemAssigned"}}
    stands_on = {"storageAccount": account, "keyVault": vault, "systemDatastoresAuthMode": "identity"}
    azure.put(HUB, {**common, "kind": "Hub", "properties": stands_on})
    azure.put(
        PROJECT,
        {**common, "kind": "Project", "properties": {"hubResourceId": HUB, "systemDatastoresAuthMode": "identity"}},
    )


def _trusting(directory: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(directory / "ca.pem"))
