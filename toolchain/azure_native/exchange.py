"""What an HTTP exchange with Azure gives, whoever carries it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from toolchain.azure_native.errors import ProviderError


class TransportError(ProviderError):
    """No answer came."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer.

    Attributes:
        status: the HTTP status.
        headers: header values by lower-cased name.
        body: the body as JSON; None when it is empty or no JSON.
        text: the body as it came.
    """

    status: int
    headers: Mapping[str, str]
    body: Any
    text: str


Exchange = Callable[[str, str, Mapping[str, str], bytes | None], Answer]
"""Sends method, URL, headers and body, and gives the answer; raises TransportError when none comes."""


def answer(status: int, headers: Mapping[str, str], text: str) -> Answer:
    """Reads a body as JSON where it is that."""
    try:
        body = json.loads(text) if text else None
    except ValueError:
        body = None
    return Answer(status, {name.lower(): value for name, value in headers.items()}, body, text)
