"""Public files over https, from any byte on; proxies and certificates are taken from the environment."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPMessage, HTTPResponse
from typing import IO

from jobs.services.download_data import Answer

_SCHEME = "https://"
_CHUNK = 1024 * 1024
_STALL_SECONDS = 60.0  # without a byte: the connection is taken for dead


class HttpsSource:
    """Asks web servers for files; sends them no credentials."""

    @contextmanager
    def open(self, url: str, offset: int) -> Iterator[Answer]:
        """Asks for a file's bytes from `offset` on.

        Raises:
            OSError: it can't be reached, isn't there, or leads elsewhere than to https.
        """
        if not url.startswith(_SCHEME):
            raise OSError(f"{url} is not an https address")
        headers = {"User-Agent": "tunestack"} | ({"Range": f"bytes={offset}-"} if offset else {})
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 (https only, checked above)
        try:
            reply = urllib.request.build_opener(_StayOnHttps).open(request, timeout=_STALL_SECONDS)
        except urllib.error.HTTPError as error:
            if error.code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise
            error.close()
            yield Answer(offset, iter(()))  # nothing is left to send: all has arrived before
            return
        with reply:
            yield Answer(offset if reply.status == HTTPStatus.PARTIAL_CONTENT else 0, _chunks(reply))


class _StayOnHttps(urllib.request.HTTPRedirectHandler):
    """Follows to https addresses alone (urllib's hook for that is a method of this class)."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if not newurl.startswith(_SCHEME):
            raise OSError(f"{req.full_url} leads to {newurl}, which is not an https address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _chunks(reply: HTTPResponse) -> Iterator[bytes]:
    """All that was announced; a connection that ends before is an error, which `read` doesn't make of it."""
    announced, arrived = reply.headers.get("Content-Length"), 0
    while chunk := reply.read(_CHUNK):
        arrived += len(chunk)
        yield chunk
    if announced and announced.isdigit() and arrived < int(announced):
        raise OSError(f"it broke off after {arrived} of {announced} bytes")
