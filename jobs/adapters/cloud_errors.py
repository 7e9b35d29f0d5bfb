"""Azure's error answers, told apart by what a user can do about them."""

import json
from typing import Any

from jobs.domain.errors import CloudError, PermissionDeniedError, QuotaError, TunestackError

_NOT_PERMITTED = {401, 403}
_QUOTA_WORDS = ("quota", "capacity", "skunotavailable", "toomanyrequests")


def cloud_error(status: int, body: str, url: str) -> TunestackError:
    """The error for an answer that is none of success.

    Args:
        status: of HTTP.
        body: as it came; Azure's shape is `{"error": {"code", "message"}}`.
        url: what was asked, for the message; its query isn't shown.
    """
    code, message = _code_and_message(body)
    what = f"{_resource(url)}: {message or f'HTTP {status}'}" + (f" ({code})" if code else "")
    if status in _NOT_PERMITTED:
        return PermissionDeniedError(what, fix="Role Azure AI Developer on the resource group allows the jobs' work.")
    if any(word in code.lower() for word in _QUOTA_WORDS):
        return QuotaError(what, fix="Ask for more quota, or wait until there is capacity again.")
    return CloudError(what)


def _resource(url: str) -> str:
    """The last type and name of a URL's path: what a user knows the thing by."""
    path = url.split("?", 1)[0].rstrip("/").split("/")
    return "/".join(path[-2:])


def _code_and_message(body: str) -> tuple[str, str]:
    try:
        document: Any = json.loads(body)
    except ValueError:
        return "", body.strip()[:300]
    error = document.get("error", document) if isinstance(document, dict) else {}
    if not isinstance(error, dict):
        return "", str(error)
    return str(error.get("code") or ""), str(error.get("message") or "")
