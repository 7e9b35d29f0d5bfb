"""Online endpoints as their callers see them: a deployment is chosen, its script asked, its answer passed on."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from local_azure.errors import AzureError, not_found
from local_azure.machinelearning.arm_ids import workspace_of
from local_azure.machinelearning.managed_network.isolation import network_owner
from local_azure.machinelearning.online_endpoints.callers import require_caller
from local_azure.machinelearning.online_endpoints.exchange import Answer, Asked, Exchange
from local_azure.machinelearning.online_endpoints.ids import deployments_of, endpoint_of_host
from local_azure.machinelearning.online_endpoints.keys import EndpointKeys
from local_azure.machinelearning.online_endpoints.traffic import TrafficSplit
from local_azure.network.access import closed_to
from local_azure.platform import Platform
from local_azure.resources import Resource

CHOICE = "azureml-model-deployment"
_NOT_FORWARDED = frozenset(
    {"host", "authorization", "connection", "content-length", "transfer-encoding", "x-request-id", CHOICE}
)


@dataclass(frozen=True)
class Scoring:
    """The data plane of online endpoints.

    Attributes:
        platform: The local Azure.
        keys: The endpoints' keys.
        split: Chooses among deployments.
        exchange: Asks them.
    """

    platform: Platform
    keys: EndpointKeys
    split: TrafficSplit
    exchange: Exchange

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes of an endpoint's host."""
        return [
            Route("/score", self.answer, methods=["GET", "POST"]),
            Route("/swagger.json", self.answer, methods=["GET"]),
        ]

    async def answer(self, request: Request) -> ASGIApp:
        """Answers with what the script of one deployment says."""
        endpoint = endpoint_of_host(self.platform, request.url.hostname or "")
        if endpoint is None:
            raise not_found(f"There is no online endpoint at '{request.url.hostname}'.")
        self._require_way_in(request, endpoint)
        require_caller(self.platform, self.keys, request, endpoint)
        deployment = self._chosen(request, endpoint)
        asked = await _asked(request)
        mirrored = None if CHOICE in request.headers else self.split.choose(endpoint, "mirrorTraffic")
        if mirrored is not None:
            self.platform.tasks.spawn(
                f"mirror to {mirrored}", self._mirror(self._deployment(endpoint, mirrored), asked)
            )
        return _passing(await self.exchange.ask(deployment, asked))

    def _chosen(self, request: Request, endpoint: Resource) -> Resource:
        name = request.headers.get(CHOICE) or self.split.choose(endpoint)
        if name is None:
            # Azure ML documentation "how-to-troubleshoot-online-endpoints", 2026-10.
            raise not_found(f"Endpoint '{endpoint.name}' has no valid deployment with positive weight.")
        return self._deployment(endpoint, name)

    def _deployment(self, endpoint: Resource, name: str) -> Resource:
        found = deployments_of(self.platform, endpoint.id)
        deployment = next((each for each in found if each.name.lower() == name.lower()), None)
        if deployment is None:
            raise not_found(f"Endpoint '{endpoint.name}' has no deployment '{name}'.")
        return deployment

    def _require_way_in(self, request: Request, endpoint: Resource) -> None:
        # The endpoint's own flag decides, and the way in is its workspace's private endpoint (Azure ML documentation
        # "concept-secure-online-endpoint", 2026-10).
        owner = network_owner(self.platform, workspace_of(self.platform.resources, endpoint.id))
        flag = {"publicNetworkAccess": endpoint.properties["publicNetworkAccess"]}
        target = replace(owner, body={**owner.body, "properties": {**owner.properties, **flag}})
        if closed_to(self.platform, request, target) is not None:
            raise AzureError(
                403,
                "Forbidden",
                f"Public network access is disabled on endpoint '{endpoint.name}', and the request does not come "
                f"through a private endpoint of workspace '{owner.name}'.",
            )

    async def _mirror(self, deployment: Resource, asked: Asked) -> None:
        try:
            answer = await self.exchange.ask(deployment, asked)
        except AzureError:  # counted there; the caller gets the live deployment's answer and never hears of this
            return
        try:
            async for _ in answer.parts:
                pass
        finally:
            await answer.done()


async def _asked(request: Request) -> Asked:
    headers = {name: value for name, value in request.headers.items() if name not in _NOT_FORWARDED}
    # Azure gives each request an id of its own, whatever it came with (documentation "how-to-troubleshoot-online-
    # endpoints", 2026-10).
    headers["x-request-id"] = str(uuid.uuid4())
    query = f"?{request.url.query}" if request.url.query else ""
    return Asked(request.method, f"{request.url.path}{query}", headers, await request.body())


def _passing(answer: Answer) -> ASGIApp:
    passing = StreamingResponse(answer.parts, answer.status, answer.headers)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await passing(scope, receive, send)
        finally:
            await answer.done()

    return application
