"""The bodies of chat completions, whole and in a stream of pieces."""

import time
import uuid
from typing import Any

from job import FinishReason, Job, Piece


class Answer:
    """Everything that the parts of one answer have in common.

    Args:
        job: What is answered.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._id = f"chatcmpl-{uuid.uuid4().hex}"
        self._created = int(time.time())

    def whole(self, text: str, reason: FinishReason, tokens: int) -> dict[str, Any]:
        """Returns the body of an answer that isn't streamed."""
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": reason}
        return self._body("chat.completion", [choice]) | {"usage": self._usage(tokens)}

    def opening(self) -> dict[str, Any]:
        """Returns the first event of a stream."""
        return self._event({"role": "assistant", "content": ""}, None)

    def event(self, piece: Piece) -> dict[str, Any]:
        """Returns the event of a piece."""
        return self._event({"content": piece.text} if piece.text else {}, piece.finish_reason)

    def usage_event(self, tokens: int) -> dict[str, Any]:
        """Returns the event with the number of tokens that ends a stream when it was asked for."""
        return self._body("chat.completion.chunk", []) | {"usage": self._usage(tokens)}

    def _event(self, delta: dict[str, str], reason: FinishReason | None) -> dict[str, Any]:
        return self._body("chat.completion.chunk", [{"index": 0, "delta": delta, "finish_reason": reason}])

    def _body(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self._id,
            "object": kind,
            "created": self._created,
            "model": self._job.model.label,
            "choices": choices,
        }

    def _usage(self, tokens: int) -> dict[str, int]:
        prompt = len(self._job.prompt)
        return {"prompt_tokens": prompt, "completion_tokens": tokens, "total_tokens": prompt + tokens}
