"""Models behind deployments of Azure OpenAI: waits its turn; what the content filter holds back is an empty answer."""

from collections.abc import Iterator, Sequence

from jobs.adapters.chat_completions import ChatCompletions
from jobs.adapters.cloud_errors import THROTTLED
from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import QuotaError
from jobs.domain.evaluation.answers import Answer
from jobs.ports import Clock

API_VERSION = "2024-10-21"
"""The newest dated version that is no preview (azure-ai-docs, api-version-lifecycle, 2026-10)."""

_PATIENCE_SECONDS = 1800.0
"""How long questions wait for their turn: a capacity of 1 answers some hundred short ones in that time."""


class OpenAIChat:
    """Chat models of one account; safe to use from several threads.

    Args:
        completions: asks once, and again as soon as `Retry-After` says, a few times.
        clock: measures how long an answer is waited for.
    """

    def __init__(self, completions: ChatCompletions, clock: Clock) -> None:
        self._completions = completions
        self._clock = clock

    def complete(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Answer:
        """Asks for an answer; waits while the deployment is asked too often. One that is held back is an empty one.

        Raises:
            QuotaError: the deployment was asked too often for half an hour.
            CloudError: it gave no answer.
        """
        began = self._clock.monotonic()
        while True:
            try:
                return self._completions.complete(endpoint, messages, max_tokens=max_tokens, temperature=temperature)
            except QuotaError as error:
                if error.code != THROTTLED or self._clock.monotonic() - began > _PATIENCE_SECONDS:
                    raise

    def stream(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Iterator[str]:
        """Asks for an answer, and gives it piece by piece.

        Raises:
            CloudError: there is none; also where the content filter holds the question back.
        """
        return self._completions.stream(endpoint, messages, max_tokens=max_tokens, temperature=temperature)


def deployment_url(endpoint: Endpoint) -> str:
    """Where a deployment answers."""
    return f"{endpoint.uri}/openai/deployments/{endpoint.name}/chat/completions?api-version={API_VERSION}"
