"""One request to Azure Resource Manager and its answer, and who carries them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Request:
    """A request: method, path or full address, query without what the address has, body."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Answer:
    """An answer: status, headers by lower-case name, the body's text."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    def json(self) -> dict[str, Any]:
        """Gives the body's object, {} where the body is empty or no JSON object."""
        try:
            document = json.loads(self.text or "{}")
        except json.JSONDecodeError:
            return {}
        return document if isinstance(document, dict) else {}


class Exchange(Protocol):
    """Carries requests, with credentials and retries."""

    def __call__(self, request: Request) -> Answer:
        """Sends a request and gives the answer, whatever its status.

        Raises:
            NoAnswerError: There was no answer, or no credential.
        """
