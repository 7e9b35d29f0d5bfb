"""Lists in pages: as many as ``$top`` asks for, and the link to the next ones."""

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.requests import Request

from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.resources import Resource

LARGEST = 1000
"""What ARM answers at once when nobody asks for less (Azure documentation of the resource lists; from memory)."""


def page(request: Request, found: Sequence[Resource]) -> tuple[Sequence[Resource], Json]:
    """Returns the resources of the page that a request asks for, and the members beside ``value`` that lead on.

    Raises:
        AzureError: 400 when ``$top`` is no number above 0, or the token isn't one that was given.
    """
    query = {name.lower(): value for name, value in request.query_params.items()}
    size, after = _size(query.get("$top", "")), _last(request, query.get("$skiptoken", ""))
    ordered = sorted(found, key=lambda each: each.id.lower())
    left = [each for each in ordered if each.id.lower() > after]
    chosen = left[:size]
    return chosen, {"nextLink": _link(request, chosen[-1])} if len(left) > size else {}


def _size(top: str) -> int:
    if not top:
        return LARGEST
    digits = top.lstrip("0")
    if not (digits.isascii() and digits.isdecimal()):
        raise bad_request(f"The query parameter $top has the value '{top}', which is no number above 0.", target="$top")
    return LARGEST if len(digits) > len(str(LARGEST)) else min(int(digits), LARGEST)


def _link(request: Request, last: Resource) -> str:
    kept: Mapping[str, str] = {
        name: value for name, value in request.query_params.items() if name.lower() != "$skiptoken"
    }
    token = base64.urlsafe_b64encode(f"{_list(request)} {last.id.lower()}".encode()).decode()
    return f"https://management.azure.com{request.url.path}?{urlencode({**kept, '$skiptoken': token})}"


def _last(request: Request, token: str) -> str:
    if not token:
        return ""
    try:
        of, _, last = base64.b64decode(token.encode(), altchars=b"-_", validate=True).decode().partition(" ")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise _foreign() from error
    if of != _list(request):
        raise _foreign()
    return last


def _list(request: Request) -> str:
    """Returns a name of the list that a request is about, so that no token leads on in another one."""
    query = {name.lower(): value for name, value in request.query_params.items()}
    return hashlib.sha256(f"{request.url.path}?{query.get('$filter', '')}".lower().encode()).hexdigest()[:16]


def _foreign() -> AzureError:
    return bad_request("The query parameter $skiptoken isn't one that was given.", target="$skiptoken")
