"""One request to a deployment's script: let in, asked within its time, its answer in the shape the service gives it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime

import httpx

from local_azure.errors import AzureError
from local_azure.machinelearning.online_endpoints.admission import Admission
from local_azure.machinelearning.online_endpoints.request_counts import RequestCounts
from local_azure.machinelearning.online_endpoints.revisions import Revision, Revisions
from local_azure.machinelearning.online_endpoints.scoring_process import ScoringProcess
from local_azure.machinelearning.online_endpoints.scoring_servers import ScoringServers
from local_azure.machinelearning.online_endpoints.settings import Settings, parse_settings
from local_azure.platform import Platform
from local_azure.resources import Resource

# Headers and values of Azure ML's own front end (its extension for Kubernetes, read in 2026-11).
REASON = "ms-azureml-model-error-reason"
STATUS = "ms-azureml-model-error-statuscode"
# How long a script that breaks a connection off may take to end; one that goes on has broken off this one alone.
_END_SECONDS = 10.0
_NOT_RETURNED = frozenset({"connection", "keep-alive", "transfer-encoding", "server", "date"})


@dataclass(frozen=True)
class Asked:
    """A request as the script gets it: ``path`` has the query with it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What the script answers.

    Attributes:
        status: The HTTP status; 424 where the script's own isn't 200.
        headers: The headers.
        parts: The body as it comes.
        done: To be called when the body was passed on, or won't be.
    """

    status: int
    headers: Mapping[str, str]
    parts: AsyncIterator[bytes]
    done: Callable[[], Awaitable[None]]


class Exchange:
    """Asks deployments.

    Args:
        platform: The local Azure.
        revisions: What deployments run.
        servers: Runs it.
        counts: Where requests are counted.
    """

    def __init__(
        self, platform: Platform, revisions: Revisions, servers: ScoringServers, counts: RequestCounts
    ) -> None:
        self._platform = platform
        self._revisions = revisions
        self._servers = servers
        self._counts = counts
        self._admissions: dict[str, Admission] = {}

    async def ask(self, deployment: Resource, asked: Asked) -> Answer:
        """Returns a deployment's answer, its body not yet read; the caller calls ``done``.

        Raises:
            AzureError: 408 when it takes too long, 429 when too many ask, 502 when the script ends meanwhile, 503 when
                it doesn't run.
        """
        began = self._platform.clock.now()
        try:
            return await self._ask(deployment, asked, began)
        except AzureError as error:
            self._count(deployment, began, error.status)
            raise

    async def _ask(self, deployment: Resource, asked: Asked, began: datetime) -> Answer:
        revision = self._revisions.serving(deployment.id)
        if revision is None:
            raise _not_ready(deployment)
        settings = parse_settings(revision.properties, revision.sku, revision.region)
        process = await self._process(deployment, revision)
        admission = self._admission(deployment, settings)
        if not admission.enter():
            headers = {REASON: "too_many_pending_request"}
            message = f"Deployment '{deployment.name}' has {2 * settings.at_once} requests already."
            raise AzureError(429, "TooManyRequests", message, headers=headers)
        deadline = asyncio.get_running_loop().time() + settings.request_seconds
        async with AsyncExitStack() as stack:
            stack.callback(admission.leave)
            upstream = await self._send(deployment, asked, process, (admission, deadline), stack)
            status = upstream.status_code
            stack.callback(self._count, deployment, began, status if status == httpx.codes.OK else _MODEL_ERROR)
            return Answer(
                status if status == httpx.codes.OK else _MODEL_ERROR,
                _headers(upstream, deployment),
                _parts(upstream, deadline),
                stack.pop_all().aclose,
            )
        raise AssertionError("the block above returns or raises")

    async def _send(
        self,
        deployment: Resource,
        asked: Asked,
        process: ScoringProcess,
        place: tuple[Admission, float],
        stack: AsyncExitStack,
    ) -> httpx.Response:
        admission, deadline = place
        request = process.client.build_request(asked.method, asked.path, headers=asked.headers, content=asked.body)
        try:
            async with asyncio.timeout_at(deadline):
                await admission.begin()
                stack.callback(admission.end)
                upstream = await process.client.send(request, stream=True)
        except TimeoutError as error:
            message = f"Deployment '{deployment.name}' took longer than its requestTimeout."
            raise AzureError(408, "RequestTimeout", message) from error
        except httpx.TransportError as error:
            # Its connections close a moment before it counts as ended: the next request must find that it has.
            with suppress(TimeoutError):
                async with asyncio.timeout(_END_SECONDS):
                    await process.ended()
            message = f"The scoring script of deployment '{deployment.name}' ended while it answered."
            raise AzureError(502, "BadGateway", message) from error
        stack.push_async_callback(upstream.aclose)
        return upstream

    async def _process(self, deployment: Resource, revision: Revision) -> ScoringProcess:
        try:
            return await self._servers.ready(revision)
        except AzureError as error:  # the reason stands in the deployment's log, which callers may not read
            raise _not_ready(deployment) from error

    def _admission(self, deployment: Resource, settings: Settings) -> Admission:
        key = deployment.id.lower()
        found = self._admissions.get(key)
        if found is None or found.at_once != settings.at_once:
            found = self._admissions[key] = Admission(settings.at_once)
        return found

    def _count(self, deployment: Resource, began: datetime, status: int) -> None:
        if self._platform.resources.get(deployment.id) is None:
            return  # it was deleted meanwhile, with its counts
        seconds = (self._platform.clock.now() - began).total_seconds()
        self._counts.add(deployment.id, began, status, seconds)


_MODEL_ERROR = 424


def _headers(upstream: httpx.Response, deployment: Resource) -> Mapping[str, str]:
    kept = {name: value for name, value in upstream.headers.items() if name not in _NOT_RETURNED}
    kept["azureml-model-deployment"] = deployment.name
    if upstream.status_code != httpx.codes.OK:
        kept |= {REASON: "model_error", STATUS: str(upstream.status_code)}
    return kept


async def _parts(upstream: httpx.Response, deadline: float) -> AsyncIterator[bytes]:
    parts = upstream.aiter_raw()
    while True:
        async with asyncio.timeout_at(deadline):
            part = await anext(parts, None)
        if part is None:
            return
        yield part


def _not_ready(deployment: Resource) -> AzureError:
    # The reason is the front end's; that the status is 503 is from memory.
    message = f"Deployment '{deployment.name}' isn't ready: its log says why (getLogs)."
    return AzureError(503, "ServiceUnavailable", message, headers={REASON: "model_not_ready"})
