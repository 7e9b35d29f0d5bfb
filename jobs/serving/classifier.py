"""Puts texts under labels: one text, several, or what the user said last in a chat."""

import time
import uuid
from typing import Any

import torch
from api_error import ApiError
from loading import Loaded
from raw_http import AMLResponse, answer

_MOST_TEXTS = 256
_BATCH = 16


class Classifier:
    """Answers with labels and the shares that the model gives each.

    Args:
        loaded: The model, with a head for the labels.
        labels: The labels, in the head's order.
        label: What answers call the model.
    """

    def __init__(self, loaded: Loaded, labels: tuple[str, ...], label: str) -> None:
        self._loaded = loaded
        self._labels = labels
        self._label = label

    def answer(self, body: dict[str, Any]) -> AMLResponse:
        """Answers ``{"text"}`` or ``{"texts"}`` with labels and scores, and ``{"messages"}`` as a chat completion.

        Raises:
            ApiError: The body isn't right.
        """
        if "messages" in body:
            return answer(self._completion(_last_said(body["messages"])))
        if "texts" in body:
            texts = body["texts"]
            if not isinstance(texts, list) or not 0 < len(texts) <= _MOST_TEXTS:
                raise _invalid(f"'texts' must be a list of 1 to {_MOST_TEXTS} texts")
            found = self._classified([_text(text) for text in texts])
            return answer({"model": self._label, "results": [result for result, _ in found]})
        ((result, _),) = self._classified([_text(body.get("text"))])
        return answer({"model": self._label, **result})

    def _completion(self, text: str) -> dict[str, Any]:
        ((result, tokens),) = self._classified([text])
        message = {"role": "assistant", "content": result["label"]}
        return {
            "id": f"chatcmpl-{uuid.uuid4().hex}",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": self._label,
            "choices": [{"index": 0, "message": message, "finish_reason": "stop", "scores": result["scores"]}],
            "usage": {"prompt_tokens": tokens, "completion_tokens": 0, "total_tokens": tokens},
        }

    @torch.inference_mode()
    def _classified(self, texts: list[str]) -> list[tuple[dict[str, Any], int]]:
        """Returns for each text its label with the scores, and how many tokens it has."""
        loaded, found = self._loaded, []
        context = loaded.base.config.max_position_embeddings
        for first in range(0, len(texts), _BATCH):
            batch = loaded.tokenizer(
                texts[first : first + _BATCH], padding=True, truncation=True, max_length=context, return_tensors="pt"
            ).to(loaded.device)
            scores = loaded.tuned(**batch).logits.float().softmax(-1).cpu()
            for each, tokens in zip(scores, batch["attention_mask"].sum(1).tolist(), strict=True):
                shares = {label: float(share) for label, share in zip(self._labels, each, strict=True)}
                found.append(({"label": self._labels[int(each.argmax())], "scores": shares}, int(tokens)))
        return found


def _last_said(messages: Any) -> str:  # noqa: ANN401 -- whatever JSON holds
    asked = [each for each in messages if isinstance(each, dict)] if isinstance(messages, list) else []
    said = next((each.get("content") for each in reversed(asked) if each.get("role") == "user"), None)
    if not isinstance(said, str) or not said.strip():
        raise _invalid("'messages' must have a message of the user with text")
    return said


def _text(value: Any) -> str:  # noqa: ANN401 -- whatever JSON holds
    if not isinstance(value, str) or not value.strip():
        raise _invalid("give 'text', 'texts' or 'messages': each text must be text and not empty")
    return value


def _invalid(message: str) -> ApiError:
    return ApiError(400, "invalid_request", message)
