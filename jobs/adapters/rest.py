"""Azure's REST interfaces over azure-core: tokens, retries with Retry-After, errors a user can act on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from azure.core import PipelineClient
from azure.core.credentials import TokenCredential
from azure.core.exceptions import AzureError, ServiceRequestError
from azure.core.pipeline.policies import BearerTokenCredentialPolicy, HeadersPolicy, RetryPolicy, UserAgentPolicy
from azure.core.pipeline.transport import HttpTransport
from azure.core.rest import HttpRequest, HttpResponse

from jobs.adapters.azure_hosts import AzureHostsOnlyPolicy
from jobs.adapters.cloud_errors import cloud_error
from jobs.domain.errors import CloudError

_REPEATABLE = frozenset({"HEAD", "GET", "PUT", "DELETE", "POST"})
_UNAUTHORIZED = 401
_RETRIES = 6
_NOT_FOUND = 404
_FIRST_BAD = 400
_UNSURE = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Reply:
    """What a service answered: its JSON (or text) and its headers, names in lower case."""

    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


class Body(Protocol):
    """What is sent piece by piece: a file, or what reads like one and knows its length."""

    def __len__(self) -> int:
        """Its length in bytes."""

    def __iter__(self) -> Iterator[bytes]:
        """Its pieces."""

    def read(self, size: int = -1, /) -> bytes:
        """The next piece."""


class UnsureError(CloudError):
    """A request that isn't to be repeated blindly had no clear answer: what it asked for may have been done."""


class AzureRest:
    """Requests with tokens of one scope.

    Most calls here may be repeated without harm (PUTs and DELETEs by their nature, most POSTs because they only ask or
    cancel), so that they are retried on 429, 408 and 5xx, waiting as long as `Retry-After` says. Those that make
    something new at each call are `create` and `send`.

    Args:
        credential: whose tokens are sent.
        scope: what they are for, e.g. `https://management.azure.com/.default`.
        transport: what carries the requests; azure-core's own unless a test brings another.
    """

    def __init__(
        self, credential: TokenCredential, scope: str, *, transport: HttpTransport[Any, Any] | None = None
    ) -> None:
        policies = [
            HeadersPolicy({"Accept": "application/json"}),
            UserAgentPolicy("tunestack"),
            RetryPolicy(
                retry_total=_RETRIES,
                retry_status=_RETRIES,
                retry_connect=_RETRIES,
                retry_read=_RETRIES,
                retry_backoff_factor=0.8,
                retry_backoff_max=60,
            ),
            AzureHostsOnlyPolicy(),
            BearerTokenCredentialPolicy(credential, scope),
        ]
        options: dict[str, Any] = {"policies": policies} | ({"transport": transport} if transport is not None else {})
        self._client: PipelineClient[HttpRequest, HttpResponse] = PipelineClient("", **options)

    def get(self, url: str, **query: str) -> Reply:
        """GET; raises where the answer isn't a success.

        Raises:
            TunestackError: of the kind that says whether permission, quota or something else was missing.
        """
        return _checked(self._send("GET", url, query=query), url)

    def find(self, url: str, **query: str) -> Reply | None:
        """GET; none where there is no such thing."""
        response = self._send("GET", url, query=query)
        return None if response.status_code == _NOT_FOUND else _checked(response, url)

    def pages(self, url: str, **query: str) -> Iterator[dict[str, Any]]:
        """GET of a list, page by page; empty where there is no such list."""
        page = self.find(url, **query)
        while page is not None:
            yield from page.body["value"]
            following = page.body.get("nextLink")
            page = self.find(following) if following else None

    def download(self, url: str, file: BinaryIO) -> bool:
        """GET of what isn't JSON, written piece by piece as it comes; false where there is no such thing.

        Raises:
            TunestackError: the answer isn't a success, or it breaks off.
        """
        with self._send("GET", url, query={}, stream=True) as response:
            if response.status_code == _NOT_FOUND:
                return False
            for piece in _pieces(response, url):
                file.write(piece)
        return True

    def put(self, url: str, body: Mapping[str, Any], **query: str) -> Reply:
        """PUT of a JSON body."""
        return _checked(self._send("PUT", url, query=query, body=body), url)

    def post(self, url: str, body: Mapping[str, Any] | None = None, **query: str) -> Reply:
        """POST of a JSON body."""
        return _checked(self._send("POST", url, query=query, body=body), url)

    def ask(self, url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Reply:
        """POST of a JSON body with headers of its own."""
        return _checked(self._send("POST", url, query={}, body=body, headers=headers), url)

    def create(self, url: str, body: Mapping[str, Any]) -> Reply:
        """POST of a JSON body, once: each makes another thing.

        Raises:
            UnsureError: it may have been made; look before asking again.
        """
        return self._once(HttpRequest("POST", url, json=body))

    def send(self, url: str, body: Body, content_type: str) -> Reply:
        """POST of a body of any size, once, read piece by piece.

        Raises:
            UnsureError: it may have arrived; look before sending it again.
        """
        headers = {"Content-Type": content_type, "Content-Length": str(len(body))}
        return self._once(HttpRequest("POST", url, content=body, headers=headers))

    def delete(self, url: str, **query: str) -> Reply | None:
        """DELETE; none where there was no such thing."""
        response = self._send("DELETE", url, query=query)
        return None if response.status_code == _NOT_FOUND else _checked(response, url)

    def stream(self, url: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Iterator[bytes]:
        """POST of a JSON body whose answer is read line by line, while it comes.

        Raises:
            TunestackError: the answer isn't a success, or it breaks off.
        """
        with self._send("POST", url, query={}, body=body, headers=headers, stream=True) as response:
            yield from _lines(_pieces(response, url))

    def _once(self, request: HttpRequest) -> Reply:
        where = request.url.split("?")[0]
        try:
            response = self._client.send_request(request, retry_total=0)
        except AzureError as error:
            raise UnsureError(f"POST {where} had no answer: {error.message}", fix=_UNREACHABLE) from error
        if response.status_code in _UNSURE:
            raise UnsureError(f"POST {where}: HTTP {response.status_code}: {response.text()[:300]}")
        return _checked(response, request.url)

    def _send(
        self,
        method: str,
        url: str,
        *,
        query: Mapping[str, str],
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        stream: bool = False,
    ) -> HttpResponse:
        parameters = {("api-version" if name == "api_version" else name): value for name, value in query.items()}
        request = HttpRequest(method, url, params=parameters, json=body, headers=dict(headers or {}))
        try:
            # azure-core takes the methods with a request alone.
            response = self._client.send_request(request, stream=stream, retry_on_methods=_REPEATABLE)
            if response.status_code != _UNAUTHORIZED:
                return response
            # Watching takes longer than tokens live, on a machine whose clock may be slow: once more with a new one,
            # for which azure-core has dropped the old one by now. Nothing was done, so that repeating is harmless.
            response.close()
            return self._client.send_request(request, stream=stream, retry_on_methods=_REPEATABLE)
        except ServiceRequestError as error:
            raise CloudError(f"{url.split('?')[0]} can't be reached: {error.message}", fix=_UNREACHABLE) from error
        except AzureError as error:
            raise CloudError(f"{method} {url.split('?')[0]} failed: {error.message}") from error


_UNREACHABLE = "Check the network and the proxy; for the local Azure: tunestack local status."


def _checked(response: HttpResponse, url: str) -> Reply:
    _refused(response, url)
    headers = {name.lower(): value for name, value in response.headers.items()}
    is_json = "json" in headers.get("content-type", "")
    return Reply(response.json() if is_json and response.content else response.text(), headers, response.status_code)


def _refused(response: HttpResponse, url: str) -> None:
    if response.status_code >= _FIRST_BAD:
        raise cloud_error(response.status_code, response.text(), url)


def _pieces(response: HttpResponse, url: str) -> Iterator[bytes]:
    if response.status_code >= _FIRST_BAD:
        response.read()
    _refused(response, url)
    try:
        yield from response.iter_bytes()
    except AzureError as error:
        raise CloudError(f"{url.split('?')[0]} broke off its answer: {error.message}") from error


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest
