"""One chat being answered: what was asked, what has been said so far, and the channel back to its caller."""

import queue
from dataclasses import dataclass, field
from typing import Literal

from api_error import ApiError
from chat_request import ChatRequest
from served_model import ServedModel

FinishReason = Literal["stop", "length"]


@dataclass(frozen=True)
class Piece:
    """A piece of the answer.

    Attributes:
        text: What is added to it.
        finish_reason: Why it ends here, or None when it goes on.
        tokens: How many tokens the answer has so far.
    """

    text: str
    finish_reason: FinishReason | None
    tokens: int


@dataclass
class Job:
    """A request on its way through a batch.

    Attributes:
        request: What was asked.
        model: Who answers.
        prompt: The tokens of the chat.
        limit: The most tokens to answer with.
        pieces: The answer as it comes; an exception ends it.
        abandoned: Whether the caller has gone.
    """

    request: ChatRequest
    model: ServedModel
    prompt: list[int]
    limit: int
    pieces: "queue.SimpleQueue[Piece | Exception]" = field(default_factory=queue.SimpleQueue)
    abandoned: bool = False


def new_job(request: ChatRequest, model: ServedModel) -> Job:
    """Returns a job for a request.

    Raises:
        ApiError: 400 when the chat is longer than the model can read.
    """
    rendered = model.tokenizer.apply_chat_template(list(request.messages), add_generation_prompt=True, tokenize=False)
    prompt = model.tokenizer(rendered, add_special_tokens=False)["input_ids"]
    room = model.context - len(prompt)
    if room < 1:
        message = f"the chat has {len(prompt)} tokens; this model reads at most {model.context - 1}"
        raise ApiError(400, "context_length_exceeded", message)
    return Job(request, model, prompt, limit=min(request.max_tokens, room))
