"""Azurite's place taken by a dictionary: containers and blobs as far as the local Azure itself asks for them."""

from collections.abc import AsyncIterable, Mapping
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import httpx


class MemoryBackend:
    """Containers and blobs by account, asked as Azurite is."""

    def __init__(self) -> None:
        self._containers: dict[tuple[str, str], dict[str, bytes]] = {}

    async def send(
        self,
        method: str,
        slot: str,
        path: str = "",
        *,
        query: str = "",
        headers: Mapping[str, str] | None = None,
        content: bytes | AsyncIterable[bytes] | None = None,
    ) -> httpx.Response:
        """Answers one request."""
        container, _, blob = path.partition("/")
        body = content if isinstance(content, bytes) else b"".join([part async for part in content or _nothing()])
        status, text = self._answer(method, (slot, container), blob, parse_qs(query), body)
        code = {"x-ms-error-code": "BlobNotFound"} if status == 404 else {}
        sent = {name: value.encode("latin-1") for name, value in (headers or {}).items()}
        request = httpx.Request(method, "http://127.0.0.1", headers=sent)
        return httpx.Response(status, stream=httpx.ByteStream(text), headers=code, request=request)

    def address(self, _slot: str) -> str:
        """Returns nothing that stands in any answer."""
        return ""

    async def stop(self) -> None:
        """There is nothing to stop."""

    def _answer(
        self, method: str, container: tuple[str, str], blob: str, query: Mapping[str, list[str]], body: bytes
    ) -> tuple[int, bytes]:
        if query.get("comp") == ["list"]:
            return 200, self._list(container)
        if not blob:
            return self._container(method, container)
        blobs = self._containers.get(container, {})
        if method == "PUT":
            blobs[blob] = body
            return 201, b""
        if method == "DELETE":
            return (404, b"") if blobs.pop(blob, None) is None else (202, b"")
        return (200, blobs[blob]) if blob in blobs else (404, b"")

    def _container(self, method: str, container: tuple[str, str]) -> tuple[int, bytes]:
        if method == "PUT":
            known = container in self._containers
            self._containers.setdefault(container, {})
            return (409 if known else 201), b""
        if method == "DELETE":
            return (404, b"") if self._containers.pop(container, None) is None else (202, b"")
        return (200, b"") if container in self._containers else (404, b"")

    def _list(self, container: tuple[str, str]) -> bytes:
        slot, name = container
        if name:
            names = [f"<Blob><Name>{escape(each)}</Name></Blob>" for each in self._containers.get(container, {})]
            return f"<R><Blobs>{''.join(names)}</Blobs></R>".encode()
        names = [f"<Container><Name>{each}</Name></Container>" for of, each in self._containers if of == slot]
        return f"<R><Containers>{''.join(names)}</Containers></R>".encode()


async def _nothing() -> AsyncIterable[bytes]:
    return
    yield b""
