"""Both models asked at the same time, several questions at once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint
from jobs.domain.evaluation.answers import Answer
from jobs.domain.recipe import Evaluation
from jobs.ports import ChatModel
from jobs.services.deploy import Endpoints

Prompt = Sequence[Message]


def ask_both(
    chat: ChatModel, settings: Evaluation, prompts: Sequence[Prompt], endpoints: Endpoints
) -> tuple[list[Answer], list[Answer]]:
    """What base and tuned model answer, in the order of the prompts.

    Raises:
        CloudError: an endpoint gave no answer.
    """
    ask = partial(ask_all, chat, settings, prompts)
    with ThreadPoolExecutor(max_workers=2) as both:
        base, tuned = both.map(ask, [endpoints.base, endpoints.tuned])
    return base, tuned


def ask_all(chat: ChatModel, settings: Evaluation, prompts: Sequence[Prompt], endpoint: Endpoint) -> list[Answer]:
    """What one model answers, in the order of the prompts."""
    complete = partial(chat.complete, endpoint, max_tokens=settings.max_tokens, temperature=settings.temperature)
    with ThreadPoolExecutor(max_workers=settings.requests_at_once) as several:
        return list(several.map(complete, prompts))
