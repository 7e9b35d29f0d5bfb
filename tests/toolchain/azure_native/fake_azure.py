"""A small Azure in memory: it keeps what is put, answers what a test scripts, and records what it is asked."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from toolchain.azure_native.exchange import Answer, answer

SUBSCRIPTION = "5ca1ab1e-0000-4000-8000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
CLAIMS = {"appid": "the-app", "oid": "the-object", "tid": "the-tenant"}


def reply(status: int, body: object = None, **headers: str) -> Answer:
    """An answer of Azure; header names with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(status, named, "" if body is None else json.dumps(body))


def failure(status: int, code: str, message: str = "no", **headers: str) -> Answer:
    return reply(status, {"error": {"code": code, "message": message}}, **headers)


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: Any
    host: str = ""


@dataclass
class FakeAzure:
    """Keeps resources by id; `scripted` answers, by method, come before what it would say by itself."""

    resources: dict[str, dict[str, Any]] = field(default_factory=dict)
    scripted: dict[str, list[Answer | Exception]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        parts = urlsplit(url)
        if parts.hostname == "login.microsoftonline.com":
            return self._token(body or b"")
        if parts.path == "/metadata/endpoints":
            return reply(200, {})
        read = json.loads(body) if body else None
        self.asked.append(Asked(method, parts.path, parts.query, headers, read, parts.hostname or ""))
        if self.scripted.get(method):
            scripted = self.scripted[method].pop(0)
            if isinstance(scripted, Exception):
                raise scripted
            return scripted
        return self._own_answer(method, parts.path, read)

    def requests(self, method: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == method]

    def _own_answer(self, method: str, path: str, body: dict[str, Any]) -> Answer:
        found = self.resources.get(path.lower())
        if method in ("PUT", "PATCH"):
            stored = {**body, "id": path, "name": path.rpartition("/")[2], "type": "the/type"}
            self.resources[path.lower()] = stored
            return reply(200 if found else 201, stored)
        if found is None:
            return reply(204) if method == "DELETE" else failure(404, "ResourceNotFound")
        if method == "DELETE":
            del self.resources[path.lower()]
            return reply(200)
        return reply(200, found)

    def _token(self, form: bytes) -> Answer:
        if b"wrong" in form:
            return reply(401, {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret"})
        scope = parse_qs(form.decode()).get("scope", [""])[0]
        claims = base64.urlsafe_b64encode(json.dumps({**CLAIMS, "scope": scope}).encode()).decode().rstrip("=")
        return reply(200, {"access_token": f"header.{claims}.signature", "expires_in": 3600})


@dataclass
class PassingClock:
    """A clock whose waits pass at once and are remembered."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
