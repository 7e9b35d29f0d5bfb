"""A Resource Manager of a few paths, and time that passes by waiting alone, for the tests of our own resources."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from infra.provider.exchange import Answer, Request

Handler = Callable[[Request], Answer]


@dataclass
class FakeClock:
    """Time that passes only by waiting; the waits are kept."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)
    on_sleep: list[Callable[[], None]] = field(default_factory=list)

    def monotonic(self) -> float:
        """Gives the seconds waited so far."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Lets time pass, and what is due happen."""
        self.waits.append(seconds)
        self.now += seconds
        if self.on_sleep:
            self.on_sleep.pop(0)()


@dataclass
class FakeArm:
    """Resources by path, and how some requests are answered instead; every request is kept."""

    resources: dict[str, dict[str, Any]] = field(default_factory=dict)
    handlers: dict[tuple[str, str], Handler] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Answer:
        """Answers as Resource Manager: by handler, else a resource or its collection, else 404."""
        self.requests.append(request)
        handler = self.handlers.get((request.method, request.path))
        if handler is not None:
            return handler(request)
        if request.method == "DELETE":
            return Answer(200 if self.resources.pop(request.path, None) is not None else 204)
        if request.path in self.resources:
            return answer(200, self.resources[request.path])
        members = [body for path, body in self.resources.items() if path.rsplit("/", 1)[0] == request.path]
        return answer(200, {"value": members}) if members else error(404, "ResourceNotFound")

    def put(self, path: str, **properties: object) -> None:
        """Stores a resource."""
        self.resources[path] = {"id": path, "name": path.rsplit("/", 1)[1], "properties": properties}

    def sent(self, method: str) -> list[str]:
        """Gives the paths of all requests of a method, in order."""
        return [request.path for request in self.requests if request.method == method]


def answer(status: int, body: Mapping[str, Any] | None = None, **headers: str) -> Answer:
    """Makes an answer; underscores in names of headers become hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, named, json.dumps(body) if body is not None else "")


def error(status: int, code: str, message: str = "because") -> Answer:
    """Makes an error answer."""
    return answer(status, {"error": {"code": code, "message": message}})


@pytest.fixture
def clock() -> FakeClock:
    """Time that passes only by waiting."""
    return FakeClock()


@pytest.fixture
def fake_arm() -> FakeArm:
    """A Resource Manager without resources."""
    return FakeArm()


@pytest.fixture
def make_answer() -> Callable[..., Answer]:
    """Makes answers."""
    return answer


@pytest.fixture
def make_error() -> Callable[..., Answer]:
    """Makes error answers."""
    return error
