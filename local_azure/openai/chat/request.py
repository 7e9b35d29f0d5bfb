"""A chat completion request, checked as Azure checks it, and what of it the model server is sent."""

from dataclasses import dataclass
from typing import Any

from local_azure.errors import not_supported
from local_azure.json_types import Json
from local_azure.openai.operations import invalid

# Reference of chat completions, 2024-10-21 and v1. These go to the model server as they are.
_PASSED_ON = (
    *("max_tokens", "max_completion_tokens", "temperature", "top_p", "stop", "seed"),
    *("presence_penalty", "frequency_penalty"),
)
_OWN = ("messages", "model", "n", "stream", "stream_options", "user", "metadata", "store")
# What would change the answer and isn't done here, with the values that change nothing.
_NEUTRAL: dict[str, tuple[Any, ...]] = {
    "tools": (None, []),
    "tool_choice": (None, "none", "auto"),
    "parallel_tool_calls": (None, True, False),
    "functions": (None, []),
    "function_call": (None, "none"),
    "logprobs": (None, False),
    "top_logprobs": (None, 0),
    "logit_bias": (None, {}),
    "response_format": (None, {"type": "text"}),
    "data_sources": (None, []),
    "reasoning_effort": (None,),
    "modalities": (None, ["text"]),
    "prediction": (None,),
    "audio": (None,),
    "service_tier": (None, "auto", "default"),
}
_MOST_CHOICES = 128
# What the estimate of a request's tokens takes where it names no limit: Azure's own estimate isn't published.
_UNTOLD_TOKENS = 16
_CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True)
class ChatRequest:
    """What a request asks for.

    Attributes:
        model: The ``model`` it names.
        messages: The chat, with the roles that the model server knows.
        choices: How many answers it wants.
        seed: Where the random numbers start; None for anywhere.
        streams: Whether the answer comes in pieces.
        wants_usage: Whether a stream ends with the number of tokens.
        limit: The most tokens of an answer, or None.
        body: What the model server is sent.
    """

    model: str
    messages: list[Json]
    choices: int
    seed: int | None
    streams: bool
    wants_usage: bool
    limit: int | None
    body: Json

    @property
    def estimate(self) -> int:
        """The tokens that the rate limit counts: the prompt's, by its length, and the most that may be answered."""
        letters = sum(len(message["content"]) for message in self.messages)
        return letters // _CHARACTERS_A_TOKEN + 1 + (self.limit or _UNTOLD_TOKENS) * self.choices


def read_request(body: Json) -> ChatRequest:
    """Returns the request in a body.

    Raises:
        AzureError: 400 for what Azure refuses, 501 for what the local Azure doesn't do; names the parameter.
    """
    _check_names(body)
    if body.get("max_tokens") is not None and body.get("max_completion_tokens") is not None:
        message = "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."
        raise invalid(message, "max_tokens", code="invalid_parameter_combination")
    streams = body.get("stream") or False
    options = body.get("stream_options")
    if options is not None and not streams:
        raise invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options")
    choices = body.get("n", 1)
    if isinstance(choices, bool) or not isinstance(choices, int) or not 1 <= choices <= _MOST_CHOICES:
        raise invalid(f"Invalid 'n': expected a whole number from 1 to {_MOST_CHOICES}, not {choices!r}.", "n")
    messages = _messages(body.get("messages"))
    passed = {name: body[name] for name in _PASSED_ON if name in body}
    return ChatRequest(
        model=str(body.get("model") or ""),
        messages=messages,
        choices=choices,
        seed=body.get("seed"),
        streams=streams is True,
        wants_usage=isinstance(options, dict) and options.get("include_usage") is True,
        limit=body.get("max_completion_tokens") or body.get("max_tokens"),
        body=passed | {"messages": messages},
    )


def _check_names(body: Json) -> None:
    for name, value in body.items():
        if name in (*_PASSED_ON, *_OWN):
            continue
        if name not in _NEUTRAL:
            raise invalid(f"Unrecognized request argument supplied: {name}", name)
        if value not in _NEUTRAL[name]:
            raise not_supported(f"the chat parameter '{name}'", "Leave it out.")


def _messages(value: Any) -> list[Json]:  # noqa: ANN401 -- whatever JSON holds
    if not isinstance(value, list) or not value:
        raise invalid("Invalid 'messages': expected an array with at least one message.", "messages")
    return [_message(at, message) for at, message in enumerate(value)]


def _message(at: int, message: Any) -> Json:  # noqa: ANN401
    where = f"messages[{at}]"
    role = message.get("role") if isinstance(message, dict) else None
    if role in ("tool", "function"):
        raise not_supported(f"the role '{role}' ({where})", "It answers chats without tools.")
    if role not in ("system", "developer", "user", "assistant"):
        raise invalid(f"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user'.", where)
    content = message.get("content")
    if isinstance(content, list):
        content = _joined(content, where)
    if not isinstance(content, str):
        raise invalid(f"Invalid type for '{where}.content': expected a text.", f"{where}.content")
    return {"role": "system" if role == "developer" else role, "content": content}


def _joined(parts: list[Any], where: str) -> str:
    for part in parts:
        if not isinstance(part, dict) or part.get("type") != "text":
            raise not_supported(f"content other than text ({where})", "Its weights read text alone.")
    return "".join(str(part.get("text", "")) for part in parts)
