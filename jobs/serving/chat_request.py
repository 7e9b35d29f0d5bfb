"""Reads the body of a chat completion request: what to say, how to choose words, when to stop."""

from dataclasses import dataclass
from typing import Any

from api_error import ApiError

_ROLES = ("system", "user", "assistant")
_DEFAULT_MAX_TOKENS = 256
_MOST_STOPS = 4
# Options of the API that would change the answer and aren't done here; their neutral values are accepted.
_NOT_DONE: dict[str, tuple[Any, ...]] = {
    "n": (None, 1),
    "tools": (None, []),
    "logprobs": (None, False),
    "logit_bias": (None, {}),
    "response_format": (None, {"type": "text"}),
}


@dataclass(frozen=True)
class ChatRequest:
    """One chat to go on with.

    Attributes:
        model: ``base`` or an adapter's name.
        messages: The chat so far, each with role and content.
        max_tokens: The most tokens to answer with.
        temperature: How freely to choose; 0: always the likeliest.
        top_p: Share of the likeliest tokens to choose from.
        stop: Texts to stop before.
        seed: Where the random numbers start, or None.
        stream: Whether to answer word by word.
        include_usage: Whether a stream ends with the number of tokens.
        presence_penalty: What a token's score loses once it was said.
        frequency_penalty: What a token's score loses each time it was said.
    """

    model: str
    messages: tuple[dict[str, str], ...]
    max_tokens: int
    temperature: float
    top_p: float
    stop: tuple[str, ...]
    seed: int | None
    stream: bool
    include_usage: bool
    presence_penalty: float
    frequency_penalty: float


def read_request(body: Any) -> ChatRequest:  # noqa: ANN401 -- whatever JSON holds
    """Returns the request in a body.

    Raises:
        ApiError: 400 when a member is missing, out of range, or asks for what isn't done here; names it.
    """
    if not isinstance(body, dict):
        raise _invalid("the body is not a JSON object")
    for name, neutral in _NOT_DONE.items():
        if body.get(name) not in neutral:
            raise ApiError(400, "unsupported_parameter", f"'{name}' is not supported by this server; leave it out")
    limit = body.get("max_completion_tokens") or body.get("max_tokens")
    options = body.get("stream_options") or {}
    return ChatRequest(
        model=body.get("model") or "base",
        messages=_messages(body.get("messages")),
        max_tokens=int(_number("max_tokens", limit, _DEFAULT_MAX_TOKENS, 1, 1_000_000, kind=int)),
        temperature=float(_number("temperature", body.get("temperature"), 1.0, 0, 2)),
        top_p=float(_number("top_p", body.get("top_p"), 1.0, 0, 1)),
        stop=_stops(body.get("stop")),
        seed=None if body.get("seed") is None else int(_number("seed", body["seed"], 0, -(2**63), 2**63 - 1, kind=int)),
        stream=body.get("stream") is True,
        include_usage=isinstance(options, dict) and options.get("include_usage") is True,
        presence_penalty=float(_number("presence_penalty", body.get("presence_penalty"), 0, -2, 2)),
        frequency_penalty=float(_number("frequency_penalty", body.get("frequency_penalty"), 0, -2, 2)),
    )


def _messages(value: Any) -> tuple[dict[str, str], ...]:  # noqa: ANN401
    if not isinstance(value, list) or not value:
        raise _invalid("'messages' must be a list with at least one message")
    return tuple(_message(at, message) for at, message in enumerate(value))


def _message(at: int, message: Any) -> dict[str, str]:  # noqa: ANN401
    if not isinstance(message, dict) or message.get("role") not in _ROLES:
        raise _invalid(f"messages[{at}].role must be one of {', '.join(_ROLES)}")
    content = message.get("content")
    if isinstance(content, list):
        parts = [
            part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None for part in content
        ]
        content = "".join(part for part in parts if isinstance(part, str)) if None not in parts else None
    if not isinstance(content, str):
        raise _invalid(f"messages[{at}].content must be text")
    return {"role": message["role"], "content": content}


def _stops(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    stops = [] if value is None else [value] if isinstance(value, str) else value
    if (
        not isinstance(stops, list)
        or len(stops) > _MOST_STOPS
        or not all(isinstance(stop, str) and stop for stop in stops)
    ):
        raise _invalid(f"'stop' must be a text or a list of at most {_MOST_STOPS} texts")
    return tuple(stops)


def _number(
    name: str,
    value: Any,  # noqa: ANN401
    default: float,
    low: float,
    high: float,
    *,
    kind: type | tuple[type, ...] = (int, float),
) -> float:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, kind) or not low <= value <= high:
        raise _invalid(f"'{name}' must be a number from {low} to {high}")
    return value


def _invalid(message: str) -> ApiError:
    return ApiError(400, "invalid_request", message)
