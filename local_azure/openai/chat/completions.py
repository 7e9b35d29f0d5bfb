"""Chat completions on deployments, below the deployment's own path and, at v1, by the deployment named as the model."""

import asyncio
from collections.abc import Sequence

import httpx
from starlette.responses import JSONResponse, Response, StreamingResponse

from local_azure.errors import AzureError
from local_azure.idle_models.uses import note_use
from local_azure.json_types import Json
from local_azure.openai.chat.answers import Choice, Frame, new_name
from local_azure.openai.chat.content_filter import ContentFilter, Verdict, blocked_prompt
from local_azure.openai.chat.deployed import Deployed, find_deployed
from local_azure.openai.chat.rates import Rates
from local_azure.openai.chat.request import ChatRequest, read_request
from local_azure.openai.chat.streams import AnswerStream
from local_azure.openai.models.tuned import TunedModelStore
from local_azure.openai.operations import Call, Operation, invalid
from local_azure.openai.times import seconds_now
from local_azure.platform import Platform
from local_azure.serving.model_server import ModelServer

# azure-ai-docs, role of OpenAI User (catalogue/roles.yaml).
_ACTION = "deployments/chat/completions/action"


class ChatCompletions:
    """Answers chats with the models that are deployed.

    Args:
        platform: The local Azure.
        tuned: The tuned models.
        server: Serves base and tuned weights.
    """

    def __init__(self, platform: Platform, tuned: TunedModelStore, server: ModelServer) -> None:
        self._platform = platform
        self._tuned = tuned
        self._server = server
        self._rates = Rates(platform.clock)

    def operations(self) -> Sequence[Operation]:
        """Returns the operations."""
        path = "/deployments/{deployment}/chat/completions"
        return [
            Operation("POST", path, _ACTION, self.complete, v1=False),
            Operation("POST", "/chat/completions", _ACTION, self.complete, dated=False),
        ]

    async def complete(self, call: Call) -> Response:
        """Answers a chat, whole or as a stream."""
        request = read_request(await call.body())
        name = request.model if call.is_v1 else call.path("deployment")
        if not name:
            raise invalid("you must provide a model parameter", "model")
        deployed = find_deployed(self._platform, self._tuned, call.account, name)
        version = "v1" if call.is_v1 else call.request.query_params["api-version"]
        note_use(self._platform, deployed.deployment)
        headers = self._rates.take(deployed.deployment, request.estimate, version)
        content_filter = ContentFilter(self._platform, deployed.policy)
        prompt = content_filter.look("\n".join(message["content"] for message in request.messages), "Prompt")
        if prompt.blocks:
            raise blocked_prompt(prompt)
        answers = await self._ask(deployed, request)
        if request.streams:
            return self._stream(request, answers, content_filter, prompt, headers | _named(deployed))
        return await self._whole(answers, content_filter, prompt, headers | _named(deployed))

    async def _ask(self, deployed: Deployed, request: ChatRequest) -> list[httpx.Response]:
        bodies = [_body(request, index) for index in range(request.choices)]
        answers = await asyncio.gather(*(self._server.chat(deployed.adapter, body) for body in bodies))
        refused = [answer for answer in answers if answer.is_error]
        if refused:
            content = await refused[0].aread()
            for answer in answers:
                await answer.aclose()
            raise _refusal(refused[0].status_code, content, refused[0])
        return list(answers)

    async def _whole(
        self, answers: Sequence[httpx.Response], content_filter: ContentFilter, prompt: Verdict, headers: dict[str, str]
    ) -> Response:
        bodies: list[Json] = []
        for answer in answers:
            await answer.aread()
            bodies.append(answer.json())
        choices = [_choice(body, content_filter) for body in bodies]
        frame = Frame(str(bodies[0]["model"]), seconds_now(self._platform), prompt, new_name())
        tokens = sum(int(body["usage"]["completion_tokens"]) for body in bodies)
        return JSONResponse(
            frame.whole(choices, int(bodies[0]["usage"]["prompt_tokens"]), tokens),
            headers=headers,
        )

    def _stream(
        self,
        request: ChatRequest,
        answers: Sequence[httpx.Response],
        content_filter: ContentFilter,
        prompt: Verdict,
        headers: dict[str, str],
    ) -> Response:
        # The weights are known before the first event: a header of the model server's names them.
        frame = Frame(answers[0].headers["x-served-model"], seconds_now(self._platform), prompt, new_name())
        stream = AnswerStream(frame, answers, content_filter, wants_usage=request.wants_usage)
        return StreamingResponse(stream.events(), media_type="text/event-stream", headers=headers)


def _body(request: ChatRequest, index: int) -> Json:
    body = request.body | ({"seed": request.seed + index} if isinstance(request.seed, int) else {})
    return body | ({"stream": True, "stream_options": {"include_usage": True}} if request.streams else {})


def _choice(body: Json, content_filter: ContentFilter) -> Choice:
    answered = body["choices"][0]
    text = str(answered["message"]["content"])
    return Choice(text, str(answered["finish_reason"]), content_filter.look(text, "Completion"))


def _named(deployed: Deployed) -> dict[str, str]:
    return {"x-ms-deployment-name": deployed.deployment.name}


def _refusal(status: int, content: bytes, answer: httpx.Response) -> AzureError:
    try:
        said = answer.json()["error"]
        message, code = str(said["message"]), str(said["code"])
    except (ValueError, KeyError, TypeError):
        message, code = content.decode(errors="replace")[:500], "server_error"
    kept = {name: answer.headers[name] for name in ("retry-after",) if name in answer.headers}
    members = {"type": "invalid_request_error" if status < 500 else "server_error", "param": None}
    return AzureError(status, code, message, headers=kept, members=members)
