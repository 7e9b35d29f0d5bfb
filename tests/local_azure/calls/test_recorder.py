"""Calls are recorded by kind, once each, without a name or a value in them, and anew when the file was taken."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from local_azure.calls import recorder as module
from local_azure.calls.operation import Operation
from local_azure.calls.recorder import FILE, CallRecorder, RecordedCall, recorded_calls

Ask = Callable[..., None]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Sends a request to an application that answers with the status that the request's path names."""

    async def application(scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": int(scope["path"].strip("/")), "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def operation(scope: Scope) -> Operation | None:
        return None if scope["method"] == "OPTIONS" else Operation("some", scope["method"], "/things/{}")

    recorder = CallRecorder(application, operation, tmp_path)

    async def nothing() -> Message:
        raise AssertionError("nothing is to be received")

    async def drop(_message: Message) -> None:
        return None

    def send(method: str, status: int = 200, query: str = "", **headers: str) -> None:
        scope = {
            "type": "http",
            "method": method,
            "path": f"/{status}",
            "query_string": query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        asyncio.run(recorder(scope, nothing, drop))

    return send


def test_a_kind_of_call_is_recorded_once(ask: Ask, tmp_path: Path) -> None:
    for _ in range(3):
        ask("GET", 200, "api-version=2024-01-01")
    ask("GET", 202, "api-version=2024-01-01")
    ask("GET", 404, "api-version=2024-01-01")
    first = RecordedCall("some", "GET", "/things/{}", "2024-01-01", "2xx")
    assert recorded_calls(tmp_path) == [first, RecordedCall("some", "GET", "/things/{}", "2024-01-01", "4xx")]


def test_versions_come_from_the_query_or_from_storages_header(ask: Ask, tmp_path: Path) -> None:
    ask("GET", query="API-Version=2024-01-01-preview")
    ask("PUT", x_ms_version="2025-07-05")
    ask("DELETE")
    assert [call.api_version for call in recorded_calls(tmp_path)] == ["2024-01-01-preview", "2025-07-05", ""]


def test_no_value_of_a_request_gets_into_the_file(ask: Ask, tmp_path: Path) -> None:
    ask("GET", query="api-version=secret&sig=secret&name=secret", authorization="Bearer secret")
    text = (tmp_path / FILE).read_text()
    assert "secret" not in text
    assert set(json.loads(text)) == {"service", "method", "operation", "api_version", "answered"}


def test_what_is_no_operation_is_not_recorded(ask: Ask, tmp_path: Path) -> None:
    ask("OPTIONS")
    assert recorded_calls(tmp_path) == []


def test_recording_begins_anew_when_the_file_was_taken_away(ask: Ask, tmp_path: Path) -> None:
    ask("GET")
    ask("PUT")
    (tmp_path / FILE).unlink()
    ask("PUT")
    assert [call.method for call in recorded_calls(tmp_path)] == ["PUT"]


def test_no_more_kinds_are_kept_than_the_bound(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KINDS", 2)
    for version in range(5):
        ask("GET", query=f"api-version=2024-01-0{version}")
    assert len(recorded_calls(tmp_path)) == 2
