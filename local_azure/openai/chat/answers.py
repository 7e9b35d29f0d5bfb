"""The bodies of chat completions as Azure writes them, whole and in chunks; they name the weights that really ran."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from local_azure.json_types import Json
from local_azure.openai.chat.content_filter import Verdict

FILTERED = "content_filter"


@dataclass(frozen=True)
class Choice:
    """One answer.

    Attributes:
        text: What it says.
        reason: Why it ends.
        verdict: What the content filter found in it.
    """

    text: str
    reason: str
    verdict: Verdict


@dataclass(frozen=True)
class Frame:
    """What all parts of one answer share.

    Attributes:
        model: The weights that ran, such as ``smollm2-135m-instruct+gpt-4o-2024-08-06.ft-...``.
        created: When, in seconds.
        prompt: What the content filter found in the prompt.
        name: The completion's id.
    """

    model: str
    created: int
    prompt: Verdict
    name: str

    def whole(self, choices: Sequence[Choice], prompt_tokens: int, completion_tokens: int) -> Json:
        """Returns the body of an answer that isn't streamed."""
        return {
            **self._common("chat.completion"),
            **self._prompt_results(),
            "choices": [_whole_choice(index, choice) for index, choice in enumerate(choices)],
            "usage": usage(prompt_tokens, completion_tokens),
        }

    def prompt_chunk(self) -> Json:
        """Returns the chunk that begins a stream: what was found in the prompt, without a choice."""
        return {**self._common("chat.completion.chunk"), **self._prompt_results(), "choices": []}

    def chunk(self, index: int, delta: Json, *, reason: str | None = None, results: Json | None = None) -> Json:
        """Returns a chunk of one answer."""
        choice = {"index": index, "delta": delta, "logprobs": None, "finish_reason": reason}
        choice["content_filter_results"] = results or {}
        return {**self._common("chat.completion.chunk"), "choices": [choice]}

    def usage_chunk(self, prompt_tokens: int, completion_tokens: int) -> Json:
        """Returns the chunk with the number of tokens, which ends a stream that asked for it."""
        counted = usage(prompt_tokens, completion_tokens)
        return {**self._common("chat.completion.chunk"), "choices": [], "usage": counted}

    def _common(self, kind: str) -> Json:
        # One fingerprint for one set of weights, as the field is meant.
        fingerprint = f"fp_{hashlib.sha256(self.model.encode()).hexdigest()[:10]}"
        return {
            "id": self.name,
            "object": kind,
            "created": self.created,
            "model": self.model,
            "system_fingerprint": fingerprint,
        }

    def _prompt_results(self) -> Json:
        return {"prompt_filter_results": [{"prompt_index": 0, "content_filter_results": self.prompt.results}]}


def new_name() -> str:
    """Returns the id of a new completion."""
    return f"chatcmpl-{uuid.uuid4().hex}"


def usage(prompt_tokens: int, completion_tokens: int) -> Json:
    """Returns the ``usage`` of an answer."""
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
    }


def _whole_choice(index: int, choice: Choice) -> Json:
    blocked = choice.verdict.blocks
    return {
        "index": index,
        "finish_reason": FILTERED if blocked else choice.reason,
        "logprobs": None,
        "message": {"role": "assistant", "content": None if blocked else choice.text, "refusal": None},
        "content_filter_results": choice.verdict.results,
    }
