"""The application answers errors in Azure's shape and holds requests to their limits."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_azure.application import HEADER_LIMIT, Patience, create_application
from local_azure.errors import AzureError
from local_azure.instance import open_platform
from local_azure.options import Options
from local_azure.service import Service
from tests.local_azure.running import ROOT, HeldClock


async def length(request: Request) -> Response:
    return JSONResponse({"length": len(await request.body())})


async def refusing(_: Request) -> Response:
    raise AzureError(409, "Conflict", "no", target="it", details=[{"code": "Inner", "message": "why"}])


async def failing(_: Request) -> Response:
    raise RuntimeError("a fault of ours")


def routes(_: object) -> list[Route]:
    return [Route("/length", length, methods=["POST"]), Route("/refusing", refusing), Route("/failing", failing)]


Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    services = [
        Service("any", hosts=("*.example.net",), routes=routes, body_limit=10),
        Service("one", hosts=("one.example.net",), body_limit=None),
    ]
    platform = open_platform(tmp_path, root=ROOT, clock=HeldClock(), options=Options())
    application = create_application(platform, services)

    async def answer(method: str, url: str, **sent: object) -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.request(method, url, **sent)  # type: ignore[arg-type]

    yield lambda *args, **sent: asyncio.run(answer(*args, **sent))
    platform.store.close()


def test_an_azure_error_keeps_all_its_members(ask: Ask) -> None:
    answer = ask("GET", "https://a.example.net/refusing")
    inner = {"code": "Inner", "message": "why"}
    assert answer.status_code == 409
    assert answer.json() == {"error": {"code": "Conflict", "message": "no", "target": "it", "details": [inner]}}


def test_a_fault_of_ours_is_an_internal_error_without_its_inside(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    answer = ask("GET", "https://a.example.net/failing")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "InternalServerError")
    assert "a fault of ours" not in answer.text
    assert "a fault of ours" in caplog.text


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nothing", 404), ("GET", "/length", 405)])
def test_what_has_no_route_is_refused_in_azures_shape(ask: Ask, method: str, path: str, status: int) -> None:
    answer = ask(method, f"https://a.example.net{path}")
    assert answer.status_code == status
    assert answer.json()["error"]["code"] in ("NotFound", "MethodNotAllowed")


def test_a_host_that_nobody_serves_is_refused(ask: Ask) -> None:
    assert ask("GET", "https://example.org/").json()["error"]["code"] == "HostNotServed"


def test_the_longest_pattern_wins(ask: Ask) -> None:
    assert ask("POST", "https://a.example.net/length").status_code == 200
    assert ask("POST", "https://one.example.net/length").status_code == 404


def test_a_body_up_to_the_limit_is_taken_and_a_longer_one_refused(ask: Ask) -> None:
    assert ask("POST", "https://a.example.net/length", content=b"x" * 10).json() == {"length": 10}
    assert ask("POST", "https://a.example.net/length", content=b"x" * 11).status_code == 413


def test_a_longer_body_that_does_not_tell_its_length_is_refused_too(ask: Ask) -> None:
    async def parts() -> Awaitable[None]:
        for _ in range(3):
            yield b"xxxx"

    assert ask("POST", "https://a.example.net/length", content=parts()).status_code == 413


async def silent() -> dict[str, object]:
    await asyncio.Event().wait()
    raise AssertionError("nothing ends the wait")


async def trickling() -> dict[str, object]:
    await asyncio.sleep(0)
    return {"type": "http.request", "body": b"x", "more_body": True}


def served(
    tmp_path: Path, receive: Callable[[], Awaitable[object]], send: Callable[[dict[str, object]], Awaitable[None]]
) -> None:
    """Serves a request with a body by a server that has little patience."""
    platform = open_platform(tmp_path, root=ROOT, clock=HeldClock(), options=Options())
    patience = Patience(body_seconds=0.01, bytes_a_second=10**9, answer_seconds=0.01)
    service = Service("any", hosts=("*",), routes=routes, body_limit=None)
    application: Any = create_application(platform, [service], patience)
    scope = {"type": "http", "method": "POST", "path": "/length", "query_string": b"", "headers": [(b"host", b"a")]}
    try:
        asyncio.run(application(scope, receive, send))
    finally:
        platform.store.close()


@pytest.mark.parametrize("receive", [silent, trickling])
def test_a_body_that_does_not_come_is_waited_for_no_longer_than_it_may_take(
    tmp_path: Path, receive: Callable[[], Awaitable[object]]
) -> None:
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    served(tmp_path, receive, send)
    assert sent[0]["status"] == 408
    assert b"RequestTimeout" in bytes(str(sent[1]["body"]), "ascii")


def test_a_client_that_does_not_take_its_answer_is_left(tmp_path: Path) -> None:
    async def whole() -> dict[str, object]:
        return {"type": "http.request", "body": b"x", "more_body": False}

    async def stuck(_message: dict[str, object]) -> None:
        await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        served(tmp_path, whole, stuck)


def test_headers_beyond_the_limit_are_refused(ask: Ask) -> None:
    answer = ask("POST", "https://a.example.net/length", headers={"x-long": "x" * HEADER_LIMIT})
    assert answer.status_code == 431


def test_every_answer_says_that_it_is_local(ask: Ask) -> None:
    for url in ("https://a.example.net/failing", "https://a.example.net/nothing", "https://example.org/"):
        assert ask("GET", url).headers["Server"] == "tunestack-local-azure"
