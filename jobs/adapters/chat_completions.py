"""Models behind serverless endpoints, asked through their chat-completions interface."""

from collections.abc import Sequence
from typing import Any

from jobs.adapters.rest import AzureRest
from jobs.domain.answers import Answer
from jobs.domain.chat import Message
from jobs.domain.errors import CloudError
from jobs.ports import Clock

SCOPE = "https://ml.azure.com/.default"
"""What serverless endpoints with authMode AAD want tokens for."""


class ChatCompletions:
    """Chat models over REST; safe to use from several threads."""

    def __init__(self, rest: AzureRest, clock: Clock) -> None:
        self._rest = rest
        self._clock = clock

    def complete(self, uri: str, messages: Sequence[Message], *, max_tokens: int, temperature: float) -> Answer:
        """Asks once, retried on throttling; an answer that content safety held back is an empty one.

        Raises:
            CloudError: the endpoint gave no answer.
        """
        began = self._clock.monotonic()
        body = {
            "messages": [message.model_dump() for message in messages],
            "max_tokens": max_tokens,
            "temperature": temperature,
        }
        reply: Any = self._rest.post(f"{uri}/v1/chat/completions", body).body
        if not isinstance(reply, dict) or not reply.get("choices"):
            raise CloudError(f"{uri} gave no answer")
        text = reply["choices"][0].get("message", {}).get("content") or ""
        return Answer(text.strip(), str(reply.get("model") or ""), self._clock.monotonic() - began)
