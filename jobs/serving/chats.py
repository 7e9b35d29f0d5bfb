"""Answers chats in the shape of OpenAI's chat completions, whole or as server-sent events."""

import json
from collections.abc import Iterator
from typing import Any

from answers import Answer
from api_error import ApiError
from batching import Batcher
from chat_request import read_request
from job import Job, Piece, new_job
from raw_http import AMLResponse, answer, stream
from served_model import ServedModel


class Chats:
    """Answers chats with one of two models.

    Args:
        base: Answers requests whose model is ``base``.
        tuned: Answers all others.
    """

    def __init__(self, base: ServedModel, tuned: ServedModel) -> None:
        self._base = base
        self._tuned = tuned
        self._batcher = Batcher()
        self._batcher.start()

    def answer(self, body: dict[str, Any]) -> AMLResponse:
        """Answers a request.

        Raises:
            ApiError: The body isn't right, too many wait, or generating failed.
        """
        request = read_request(body)
        job = new_job(request, self._base if body.get("model") == self._base.name else self._tuned)
        self._batcher.submit(job)
        pieces = _pieces(job)
        if request.stream:
            # The first piece is waited for: what goes wrong before it has a status of its own.
            return stream(_events(job, next(pieces), pieces))
        *_, last = said = list(pieces)
        text = "".join(piece.text for piece in said)
        return answer(Answer(job).whole(text, last.finish_reason or "stop", last.tokens))


def _pieces(job: Job) -> Iterator[Piece]:
    while True:
        piece = job.pieces.get()
        if isinstance(piece, Exception):
            raise piece
        yield piece
        if piece.finish_reason is not None:
            return


def _events(job: Job, first: Piece, others: Iterator[Piece]) -> Iterator[str]:
    told, last = Answer(job), first
    try:
        yield _event(told.opening())
        yield _event(told.event(first))
        for last in others:
            yield _event(told.event(last))
    except ApiError as error:  # the status is sent already: the stream says it
        yield _event(error.body())
    finally:
        job.abandoned = True  # nobody listens any more, whether it has ended or its caller has gone
    if job.request.include_usage:
        yield _event(told.usage_event(last.tokens))
    yield "data: [DONE]\n\n"


def _event(body: dict[str, Any]) -> str:
    return f"data: {json.dumps(body)}\n\n"
