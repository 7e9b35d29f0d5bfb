"""A client of the model server for its tests: plain calls with a status and a body."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Loopback only, whatever proxy the tests are run behind.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str

    @property
    def body(self) -> Any:  # noqa: ANN401
        """The JSON in it."""
        return json.loads(self.text)

    @property
    def said(self) -> str:
        """What the model said."""
        return str(self.body["choices"][0]["message"]["content"])

    @property
    def events(self) -> list[Any]:
        """The events of a stream but for its end, which must be there."""
        *events, done = [line.removeprefix("data: ") for line in self.text.split("\n\n") if line]
        assert done == "[DONE]"
        return [json.loads(event) for event in events]


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    token: str
    process: "subprocess.Popen[str]"
    address_file: Path

    def call(self, method: str, path: str, body: object = None, *, token: str | None = None) -> Answer:
        """Sends a request and returns the answer, whatever its status."""
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        request = urllib.request.Request(self.address + path, data, headers, method=method)  # noqa: S310 -- our own address
        try:
            with _OPENER.open(request, timeout=300) as response:
                return Answer(response.status, response.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode())

    def chat(self, said: str, **options: object) -> Answer:
        """Asks for a short answer, the likeliest unless told otherwise."""
        body = {"messages": [{"role": "user", "content": said}], "max_tokens": 12, "temperature": 0, **options}
        return self.call("POST", "/v1/chat/completions", body)

    def chats(self, requests: Sequence[dict[str, Any]]) -> list[Answer]:
        """Sends several chats at the same moment and returns their answers in order."""
        with ThreadPoolExecutor(len(requests)) as pool:
            return list(pool.map(lambda request: self.chat(**request), requests))
