"""The blob service's front: checks each request and streams it to Azurite and its answer back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from xml.sax.saxutils import escape

import httpx
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from local_azure.errors import AzureError, bad_request
from local_azure.storage.authorization import DELEGATION_KEY_ACTION, BlobAuthorization
from local_azure.storage.backend import Backend
from local_azure.storage.delegation_keys import key_answer, read_key_request
from local_azure.storage.delegation_sas import SAS_PARAMETERS
from local_azure.storage.operations import BlobRequest, is_traversal, read_request

_NOT_FORWARDED = frozenset({"host", "authorization", "connection", "transfer-encoding", "accept-encoding", "expect"})
_NOT_RETURNED = frozenset({"connection", "keep-alive", "transfer-encoding", "server", "date"})
_KEY_REQUEST_BYTES = 4096


@dataclass(frozen=True)
class BlobGateway:
    """Answers `{account}.blob.core.windows.net`.

    Attributes:
        authorization: decides whether a request may go on.
        backend: Azurite.
    """

    authorization: BlobAuthorization
    backend: Backend

    async def __call__(self, request: Request) -> Response:
        """Answers one request; refusals come in the blob service's XML shape."""
        try:
            return await self._answer(request)
        except AzureError as error:
            return _refusal(error, with_body=request.method != "HEAD")

    async def _answer(self, request: Request) -> Response:
        raw_path = request.scope["raw_path"].decode("ascii")
        pairs = parse_qsl(request.url.query, keep_blank_values=True)
        query = dict(pairs)
        if is_traversal(raw_path) or len(query) < len(pairs):  # of two values Azurite might take the other one
            raise bad_request("The requested URI does not represent any resource on the server.", code="InvalidUri")
        blob_request = read_request(request.headers.get("host", ""), request.method, raw_path, query)
        self.authorization.require_way_in(request, blob_request.account)
        if request.method == "POST" and blob_request.comp == "userdelegationkey":
            return await self._delegation_key(request, blob_request)
        if "x-ms-copy-source" in request.headers:
            raise AzureError(501, "NotSupportedByLocalAzure", "The local Azure doesn't copy from a URL: upload it.")
        self.authorization.require(request, blob_request, query)
        kept = [(name, value) for name, value in pairs if name not in SAS_PARAMETERS]
        return await self._forward(request, blob_request, raw_path, urlencode(kept))

    async def _delegation_key(self, request: Request, blob_request: BlobRequest) -> Response:
        account = self.authorization.account(blob_request.account)
        caller = self.authorization.caller(request, account)
        self.authorization.platform.authorizer.require(caller, DELEGATION_KEY_ACTION, account.id)
        body = await request.body()
        if len(body) > _KEY_REQUEST_BYTES:
            raise AzureError(413, "RequestBodyTooLarge", f"The body may hold {_KEY_REQUEST_BYTES} bytes at most.")
        answer = key_answer(
            read_key_request(body),
            account_secret=self.authorization.pool.delegation_key(account.name),
            object_id=caller.object_id,
            tenant_id=caller.tenant,
        )
        return Response(answer, media_type="application/xml")

    async def _forward(self, request: Request, blob_request: BlobRequest, raw_path: str, query: str) -> Response:
        slot = self.authorization.pool.slot(blob_request.account)
        headers = {name: value for name, value in request.headers.items() if name not in _NOT_FORWARDED}
        content = request.stream() if request.method in {"PUT", "POST"} else None
        answer = await self.backend.send(
            request.method, slot, raw_path.lstrip("/"), query=query, headers=headers, content=content
        )
        returned = {name: value for name, value in answer.headers.items() if name not in _NOT_RETURNED}
        if blob_request.comp == "list" and request.method == "GET":
            return await self._listing(answer, slot, blob_request.account, returned)
        if request.method == "HEAD":
            await answer.aclose()
            return Response(None, answer.status_code, returned)
        return StreamingResponse(
            answer.aiter_raw(), answer.status_code, returned, background=BackgroundTask(answer.aclose)
        )

    async def _listing(self, answer: httpx.Response, slot: str, account: str, headers: Mapping[str, str]) -> Response:
        # Azurite names itself in listings; the client knows the account by its public name only.
        body = await answer.aread()
        await answer.aclose()
        public = f"https://{account}.blob.core.windows.net"
        body = body.replace(self.backend.address(slot).encode(), public.encode())
        kept = {name: value for name, value in headers.items() if name not in {"content-length", "content-encoding"}}
        return Response(body, answer.status_code, kept)


def _refusal(error: AzureError, *, with_body: bool) -> Response:
    request_id = str(uuid.uuid4())
    message = escape(f"{error.message}\nRequestId:{request_id}")
    inner = f"<Code>{escape(error.code)}</Code><Message>{message}</Message>"
    text = f'<?xml version="1.0" encoding="utf-8"?><Error>{inner}</Error>'
    headers = {"x-ms-error-code": error.code, "x-ms-request-id": request_id, **error.headers}
    return Response(text if with_body else b"", error.status, headers, media_type="application/xml")
