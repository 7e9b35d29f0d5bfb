"""Blobs as the other services of the local Azure use them: the port `storage`, with the platform's own rights."""

import base64
import builtins
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import httpx

from local_azure.clock import Clock
from local_azure.errors import AzureError
from local_azure.storage.backend import Backend, encode_path
from local_azure.storage.delegation_keys import PLATFORM_PRINCIPAL, SERVICE_VERSION, derive_key
from local_azure.storage.delegation_sas import sign, string_to_sign
from local_azure.storage.pool import AccountPool

_BLOCK_BYTES = 4 * 1024 * 1024
_API_VERSION = "2024-11-04"


class AzuriteBlobs:
    """Blobs of the storage accounts, by Azurite.

    Args:
        backend: Azurite.
        pool: the storage accounts.
        clock: tells when signed URLs end.
        tenant: the tenant that signed URLs name.
    """

    def __init__(self, backend: Backend, pool: AccountPool, clock: Clock, tenant: str) -> None:
        self._backend = backend
        self._pool = pool
        self._clock = clock
        self._tenant = tenant

    async def ensure_container(self, account: str, container: str) -> None:
        """Makes a container unless it is there; raises AzureError 404 when there is no such account."""
        await self._finish("PUT", account, encode_path(container), "restype=container", accepted={201, 409})

    async def delete_container(self, account: str, container: str) -> None:
        """Removes a container with its blobs; nothing happens when it isn't there."""
        await self._finish("DELETE", account, encode_path(container), "restype=container", accepted={202, 404})

    async def containers(self, account: str) -> builtins.list[str]:
        """Returns the names of an account's containers, in order."""
        return await self._names(account, "", "comp=list", "Containers/Container/Name")

    async def upload(
        self,
        account: str,
        container: str,
        blob: str,
        data: bytes | Path | AsyncIterator[bytes],
        content_type: str | None = None,
    ) -> None:
        """Writes a block blob in place of the one there was; files and iterators are streamed in blocks of 4 MiB."""
        path = encode_path(container, blob)
        headers = {"x-ms-blob-content-type": content_type or "application/octet-stream"}
        if isinstance(data, bytes):
            await self._finish(
                "PUT",
                account,
                path,
                "",
                headers={**headers, "x-ms-blob-type": "BlockBlob"},
                content=data,
                accepted={201},
            )
            return
        block_ids: builtins.list[str] = []
        async for block in _blocks(_file_parts(data) if isinstance(data, Path) else data):
            block_ids.append(f"{len(block_ids):08}")
            query = urlencode({"comp": "block", "blockid": _base64(block_ids[-1])})
            await self._finish("PUT", account, path, query, content=block, accepted={201})
        listed = "".join(f"<Latest>{_base64(block_id)}</Latest>" for block_id in block_ids)
        body = f'<?xml version="1.0" encoding="utf-8"?><BlockList>{listed}</BlockList>'.encode()
        await self._finish("PUT", account, path, "comp=blocklist", headers=headers, content=body, accepted={201})

    async def download(self, account: str, container: str, blob: str, to: Path) -> None:
        """Writes a blob into the file `to`, streaming; raises AzureError 404 when there is no such blob."""
        answer = await self._send("GET", account, encode_path(container, blob))
        try:
            await _require(answer, {200}, f"{container}/{blob}")
            with to.open("wb") as output:
                async for part in answer.aiter_bytes():
                    output.write(part)
        finally:
            await answer.aclose()

    async def read(self, account: str, container: str, blob: str) -> bytes:
        """Returns a (small) blob's content; raises AzureError 404 when there is no such blob."""
        return await self._finish("GET", account, encode_path(container, blob), "", accepted={200})

    async def delete(self, account: str, container: str, blob: str) -> None:
        """Removes a blob; nothing happens when it isn't there."""
        await self._finish("DELETE", account, encode_path(container, blob), "", accepted={202, 404})

    async def list(self, account: str, container: str, prefix: str) -> builtins.list[str]:
        """Returns the names of the blobs that begin with `prefix`, in order."""
        query = urlencode({"restype": "container", "comp": "list", "prefix": prefix}, quote_via=quote)
        return await self._names(account, encode_path(container), query, "Blobs/Blob/Name")

    def signed_url(self, account: str, container: str, blob: str, *, permissions: str = "r", expires: timedelta) -> str:
        """Returns a URL on the account's public host name with a user delegation signature of the platform's."""
        start, end = self._clock.now() - timedelta(minutes=15), self._clock.now() + expires
        members = {
            "skoid": PLATFORM_PRINCIPAL,
            "sktid": self._tenant,
            "skt": _stamp(start),
            "ske": _stamp(end),
            "sks": "b",
            "skv": SERVICE_VERSION,
        }
        query = {"sv": SERVICE_VERSION, "sr": "b" if blob else "c", "st": _stamp(start), "se": _stamp(end)}
        query |= {"sp": permissions, "spr": "https", **members}
        resource = f"/blob/{account}/{container}" + (f"/{blob}" if blob else "")
        key = derive_key(self._pool.delegation_key(account), query)
        query["sig"] = sign(key, string_to_sign(query, resource))
        return f"https://{account}.blob.core.windows.net/{encode_path(container, blob)}?{urlencode(query)}"

    async def _names(self, account: str, path: str, query: str, where: str) -> builtins.list[str]:
        names: builtins.list[str] = []
        marker = ""
        while True:
            page = query + (f"&marker={quote(marker, safe='')}" if marker else "")
            # Azurite, started by us, is who answers: its XML is trusted.
            root = ElementTree.fromstring(await self._finish("GET", account, path, page, accepted={200}))  # noqa: S314
            names += [element.text or "" for element in root.findall(where)]
            marker = root.findtext("NextMarker") or ""
            if not marker:
                return names

    async def _finish(
        self,
        method: str,
        account: str,
        path: str,
        query: str,
        *,
        accepted: set[int],
        headers: dict[str, str] | None = None,
        content: bytes | None = None,
    ) -> bytes:
        answer = await self._send(method, account, path, query, headers, content)
        try:
            await _require(answer, accepted, path)
            return await answer.aread()
        finally:
            await answer.aclose()

    async def _send(
        self,
        method: str,
        account: str,
        path: str,
        query: str = "",
        headers: dict[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        slot = self._pool.slot(account)
        sent = {"x-ms-version": _API_VERSION, **(headers or {})}
        return await self._backend.send(method, slot, path, query=query, headers=sent, content=content)


async def _require(answer: httpx.Response, accepted: set[int], what: str) -> None:
    if answer.status_code in accepted:
        return
    code = answer.headers.get("x-ms-error-code", "InternalError")
    text = (await answer.aread()).decode(errors="replace")
    raise AzureError(answer.status_code, code, f"Storage refused {what}: {code}. {text[:500]}".strip())


async def _blocks(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    pending = bytearray()
    async for part in parts:
        pending += part
        while len(pending) >= _BLOCK_BYTES:
            yield bytes(pending[:_BLOCK_BYTES])
            del pending[:_BLOCK_BYTES]
    if pending:
        yield bytes(pending)


async def _file_parts(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as source:
        while part := source.read(_BLOCK_BYTES):
            yield part


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
