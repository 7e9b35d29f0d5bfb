"""Serverless endpoints as their callers see them: chat completions, plain and streamed, and what model answers."""

import hmac
from collections.abc import AsyncIterator, Sequence

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError, bad_request, not_found
from local_azure.idle_models.uses import note_use
from local_azure.json_bodies import read_json
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import workspace_id_of, workspace_of
from local_azure.machinelearning.data_plane import require_way_in
from local_azure.machinelearning.endpoints.endpoint_models import EndpointModels
from local_azure.machinelearning.endpoints.serverless_endpoints import KEYS, endpoint_of_host
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.serving.model_server import ModelServer

AUDIENCE = "https://ml.azure.com"
# Azure names no action for scoring serverless endpoints; this is the one of online endpoints, by analogy.
SCORE = "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints/score/action"
# Those of the chat completions API; the model server says which values it can't honour.
_PARAMETERS = frozenset(
    {
        *("messages", "model", "max_tokens", "max_completion_tokens", "temperature", "top_p", "stop", "seed"),
        *("stream", "stream_options", "response_format", "tools"),
        *("n", "logprobs", "logit_bias", "presence_penalty", "frequency_penalty"),
    }
)


class Chat:
    """The data plane of serverless endpoints.

    Args:
        platform: The local Azure.
        models: The models behind endpoints.
        server: Serves them.
    """

    def __init__(self, platform: Platform, models: EndpointModels, server: ModelServer) -> None:
        self._platform = platform
        self._models = models
        self._server = server

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes of an endpoint's host."""
        return [
            Route("/chat/completions", self.complete, methods=["POST"]),
            Route("/v1/chat/completions", self.complete, methods=["POST"]),
            Route("/info", self.info, methods=["GET"]),
        ]

    async def complete(self, request: Request) -> Response:
        """Answers a chat completion."""
        endpoint = self._endpoint(request)
        body = await _body(request)
        adapter = await self._models.bring(endpoint)
        answer = await self._server.chat(adapter, body)
        if answer.status_code >= 500:
            text = (await answer.aread()).decode(errors="replace")
            await answer.aclose()
            raise AzureError(424, "FailedDependency", f"The model server failed on the request: {text[:500]}")
        kept = {name: answer.headers[name] for name in ("content-type", "retry-after") if name in answer.headers}
        if body.get("stream"):
            return StreamingResponse(_parts(answer), answer.status_code, kept)
        content = await answer.aread()
        await answer.aclose()
        return Response(content, answer.status_code, kept)

    async def info(self, request: Request) -> Response:
        """Answers which model the endpoint has."""
        name = self._models.base_name(self._endpoint(request))
        family = name.split("-")[0]
        return JSONResponse({"model_name": name, "model_type": "chat-completion", "model_provider_name": family})

    def _endpoint(self, request: Request) -> Resource:
        endpoint = endpoint_of_host(self._platform, request.url.hostname or "")
        if endpoint is None:
            raise not_found(f"There is no serverless endpoint at '{request.url.hostname}'.")
        require_way_in(self._platform, request, workspace_of(self._platform.resources, endpoint.id))
        self._authorize(request, endpoint)
        if endpoint.state != "Succeeded":
            message = f"Endpoint '{endpoint.name}' can't answer: its state is {endpoint.state}."
            raise AzureError(424, "FailedDependency", message)
        note_use(self._platform, endpoint)
        return endpoint

    def _authorize(self, request: Request, endpoint: Resource) -> None:
        mode = endpoint.properties["authMode"]
        if mode != "AAD" and self._has_key(request, endpoint):
            return
        if mode == "Key":
            raise AzureError(401, "Unauthorized", "Access denied due to invalid key: the endpoint takes its own keys.")
        caller = self._platform.tokens.verify(request, audiences=[AUDIENCE])
        self._platform.authorizer.require(caller, SCORE, workspace_id_of(endpoint.id))

    def _has_key(self, request: Request, endpoint: Resource) -> bool:
        keys = self._platform.store.get(KEYS, endpoint.id.lower()) or {}
        bearer = request.headers.get("authorization", "").partition(" ")[2]
        shown = request.headers.get("api-key") or bearer
        return any(hmac.compare_digest(shown.encode(), str(key).encode()) for key in keys.values())


async def _body(request: Request) -> Json:
    try:
        body = read_json(await request.body())
    except ValueError as error:
        raise bad_request(f"The body isn't JSON: {error}.", code="Bad Request") from error
    if not isinstance(body, dict) or not isinstance(body.get("messages"), list):
        raise bad_request("The body lacks 'messages', a list of chat messages.", code="Bad Request", target="messages")
    extra = sorted(set(body) - _PARAMETERS)
    if extra and request.headers.get("extra-parameters", "error").lower() != "drop":
        message = (
            f"Extra parameters {extra} are not allowed when extra-parameters is not set or set to be 'error'. "
            "Set extra-parameters to 'drop' to leave them out; the model takes " + ", ".join(sorted(_PARAMETERS)) + "."
        )
        raise bad_request(message, code="Bad Request", target=extra[0])
    return {name: value for name, value in body.items() if name in _PARAMETERS}


async def _parts(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for part in answer.aiter_raw():
            yield part
    finally:
        await answer.aclose()
