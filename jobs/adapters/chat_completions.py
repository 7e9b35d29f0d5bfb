"""Models behind endpoints, asked through the chat-completions interface that all of them have."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jobs.adapters.rest import AzureRest
from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import CONTENT_FILTERED, CloudError
from jobs.domain.evaluation.answers import Answer
from jobs.ports import Clock

SCOPE = "https://ml.azure.com/.default"
"""What endpoints of Azure ML with authMode AAD want tokens for."""

_EVENT = b"data:"
_END = b"[DONE]"


class ChatCompletions:
    """Chat models over REST; safe to use from several threads.

    Args:
        rest: requests with tokens that the endpoints take.
        clock: measures how long answers take.
        url: where an endpoint answers.
    """

    def __init__(self, rest: AzureRest, clock: Clock, url: Callable[[Endpoint], str]) -> None:
        self._rest = rest
        self._clock = clock
        self._url = url

    def complete(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Answer:
        """Asks once, retried on throttling; an answer that content safety held back is an empty one.

        Raises:
            CloudError: the endpoint gave no answer.
        """
        began = self._clock.monotonic()
        body = _body(endpoint, messages, max_tokens, temperature)
        try:
            reply: Any = self._rest.ask(self._url(endpoint), body, _headers(endpoint)).body
        except CloudError as error:
            if error.code != CONTENT_FILTERED:
                raise
            return Answer("", "", self._clock.monotonic() - began, withheld=True)
        if not isinstance(reply, dict) or not reply.get("choices"):
            raise CloudError(f"{endpoint.name} gave no answer")
        choice, usage = reply["choices"][0], reply.get("usage") or {}
        return Answer(
            text=(choice.get("message", {}).get("content") or "").strip(),
            model=str(reply.get("model") or ""),
            seconds=self._clock.monotonic() - began,
            prompt_tokens=int(usage.get("prompt_tokens") or 0),
            completion_tokens=int(usage.get("completion_tokens") or 0),
            withheld=choice.get("finish_reason") == CONTENT_FILTERED,
        )

    def stream(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Iterator[str]:
        """Asks once, and gives the answer piece by piece, as the endpoint sends it.

        Raises:
            CloudError: the endpoint gave no answer, or broke off.
        """
        body = {**_body(endpoint, messages, max_tokens, temperature), "stream": True}
        for line in self._rest.stream(self._url(endpoint), body, _headers(endpoint)):
            data = line.removeprefix(_EVENT).strip()
            if not line.startswith(_EVENT) or data == _END:
                continue
            for choice in json.loads(data).get("choices") or []:
                if piece := (choice.get("delta") or {}).get("content"):
                    yield str(piece)


def serverless_url(endpoint: Endpoint) -> str:
    """Where a serverless endpoint answers."""
    return f"{endpoint.uri}/v1/chat/completions"


def online_url(endpoint: Endpoint) -> str:
    """Where a managed online endpoint answers: its scoring URI takes the same body."""
    return endpoint.uri


def _headers(endpoint: Endpoint) -> Mapping[str, str]:
    """Which deployment is meant; without it the endpoint's traffic decides (Azure ML documentation, 2026-10)."""
    return {"azureml-model-deployment": endpoint.deployment} if endpoint.deployment else {}


def _body(endpoint: Endpoint, messages: Sequence[Message], max_tokens: int, temperature: float) -> Mapping[str, Any]:
    return {
        **({"model": endpoint.asked_as} if endpoint.asked_as else {}),
        "messages": [message.model_dump() for message in messages],
        "max_tokens": max_tokens,
        "temperature": temperature,
    }
