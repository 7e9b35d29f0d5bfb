"""Azure's error answers, told apart by what a user can do about them."""

import json
from typing import Any

from jobs.domain.errors import CloudError, PermissionDeniedError, QuotaError, TunestackError

THROTTLED = "429"
"""The code of errors that came of asking too often, whatever the service calls it."""

_NOT_PERMITTED = {401, 403}
_TOO_MANY = 429
_QUOTA_WORDS = ("quota", "capacity", "skunotavailable", "toomanyrequests")
_OPENAI = (".openai.azure.com", "/Microsoft.CognitiveServices/")


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
        return PermissionDeniedError(what, fix=f"Role {_role(url)} allows the jobs' work.", code=code)
    if status == _TOO_MANY:
        return QuotaError(what, fix="Wait, or deploy with more capacity.", code=THROTTLED)
    if any(word in code.lower() for word in _QUOTA_WORDS):
        return QuotaError(what, fix="Ask for more quota, or wait until there is capacity again.", code=code)
    return CloudError(what, code=code)


def _role(url: str) -> str:
    """The least role of those that do a journey's steps (Azure's documentation of both services' roles, 2026-10)."""
    if any(part in url for part in _OPENAI):
        return "Cognitive Services OpenAI Contributor on the account"
    return "Azure AI Developer on the resource group"


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
