"""Each operation that was called, one JSON line for the first call of a kind: which, at what version, answered how."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from starlette.datastructures import Headers, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local_azure.calls.operation import Operation

FILE = "calls.jsonl"
MOST_KINDS = 10_000
"""How many kinds of calls are kept: far more than operations times versions, and a bound on memory and file."""
_VERSION = re.compile(r"v?\d[0-9a-z.-]{0,30}")


@dataclass(frozen=True)
class RecordedCall:
    """A kind of call.

    Attributes:
        service, method, operation: The operation, as ``Operation`` has it.
        api_version: As the request named it; empty where it named none.
        answered: The class of the status, such as ``2xx``.
    """

    service: str
    method: str
    operation: str
    api_version: str
    answered: str


class CallRecorder:
    """An application that keeps in ``calls.jsonl`` which operations of another one are called; no name, no value.

    Whoever takes the file away has recording begin anew.

    Args:
        application: Answers.
        asked: The operation that a request asks for, None for none.
        directory: The instance's folder.
    """

    def __init__(self, application: ASGIApp, asked: Callable[[Scope], Operation | None], directory: Path) -> None:
        self._application = application
        self._asked = asked
        self._file = directory / FILE
        self._seen: set[RecordedCall] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request and keeps what it called, before its answer begins."""
        operation = self._asked(scope) if scope["type"] == "http" else None
        version = _version(scope) if operation is not None else ""

        async def noting(message: Message) -> None:
            if operation is not None and message["type"] == "http.response.start":
                self._note(operation, version, f"{message['status'] // 100}xx")
            await send(message)

        await self._application(scope, receive, noting)

    def _note(self, operation: Operation, version: str, answered: str) -> None:
        if not self._file.exists():
            self._seen.clear()
        call = RecordedCall(operation.service, operation.method, operation.name, version, answered)
        if call in self._seen or len(self._seen) >= MOST_KINDS:
            return
        self._seen.add(call)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(call)) + "\n")


def recorded_calls(directory: Path) -> list[RecordedCall]:
    """Returns what an instance has recorded, in the order of the first calls."""
    file = directory / FILE
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [RecordedCall(**json.loads(line)) for line in lines]


def _version(scope: Scope) -> str:
    query = QueryParams(scope["query_string"])
    named = next((value for name, value in query.multi_items() if name.lower() == "api-version"), None)
    version = named or Headers(scope=scope).get("x-ms-version", "")
    return version if _VERSION.fullmatch(version) else ""
