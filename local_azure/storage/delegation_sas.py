"""User delegation SAS of a blob or container: the string that is signed, and whether a request's signature holds."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

SAS_PARAMETERS = frozenset(
    [
        "sv",
        "ss",
        "srt",
        "sp",
        "st",
        "se",
        "sip",
        "spr",
        "sr",
        "sig",
        "sdd",
        "si",
        "ses",
        "skoid",
        "sktid",
        "skt",
        "ske",
        "sks",
        "skv",
        "skdutid",
        "saoid",
        "suoid",
        "scid",
        "sduoid",
        "srh",
        "srq",
        "rscc",
        "rscd",
        "rsce",
        "rscl",
        "rsct",
    ]
)
"""Query parameters that belong to a SAS and never to the operation (Create a user delegation SAS, 2026-03)."""

_DELEGATED_USER_SINCE = "2025-07-05"
_REQUEST_BOUND_SINCE = "2026-04-06"
_ENCRYPTION_SCOPE_SINCE = "2020-12-06"
_AUTHORIZED_USER_SINCE = "2020-02-10"


@dataclass(frozen=True)
class SasFinding:
    """Why a SAS does not authorise a request, in the words of the service."""

    code: str
    detail: str


def check_sas(
    query: Mapping[str, str],
    *,
    account: str,
    container: str,
    blob: str,
    permission: str,
    key: str,
    now: datetime,
) -> SasFinding | None:
    """Says why the SAS in `query` does not allow `permission` on the blob, or None when it does.

    Args:
        query: the request's query parameters, decoded.
        account: storage account named by the host.
        container: container named by the path.
        blob: blob named by the path, empty for operations on the container.
        permission: letters of which one is enough, such as "r" to read or "cw" to create or write.
        key: base64 key that the SAS must have been signed with.
        now: the present time, UTC.
    """
    resource = query.get("sr", "")
    if resource not in {"b", "c"}:
        return SasFinding("AuthenticationFailed", "sr is mandatory and must be b or c")
    path = f"/blob/{account}/{container}" + (f"/{blob}" if resource == "b" else "")
    expected = sign(key, string_to_sign(query, path))
    if not hmac.compare_digest(expected.encode(), query.get("sig", "").encode("utf-8", "surrogatepass")):
        return SasFinding("AuthenticationFailed", "Signature did not match")
    untimely = _untimely(query, now)
    if untimely is not None:
        return SasFinding("AuthenticationFailed", f"Signature not valid in the specified time frame: {untimely}")
    if not set(permission) & set(query.get("sp", "")):
        return SasFinding(
            "AuthorizationPermissionMismatch", f"needs one of '{permission}', has '{query.get('sp', '')}'"
        )
    return None


def string_to_sign(query: Mapping[str, str], canonical_resource: str) -> str:
    """The text that a user delegation SAS signs, by the layout of the version that it names in `sv`.

    Source: Microsoft Learn, Create a user delegation SAS (read 2026-11); newer members as azure-storage-blob 12.31.
    """
    version = query.get("sv", "")
    names = ["skoid", "sktid", "skt", "ske", "sks", "skv"]
    if version >= _AUTHORIZED_USER_SINCE:
        names += ["saoid", "suoid", "scid"]
    if version >= _DELEGATED_USER_SINCE:
        names += ["skdutid", "sduoid"]
    names += ["sip", "spr", "sv", "sr", "snapshot"]
    if version >= _ENCRYPTION_SCOPE_SINCE:
        names.append("ses")
    if version >= _REQUEST_BOUND_SINCE:
        names += ["srh", "srq"]
    names += ["rscc", "rscd", "rsce", "rscl", "rsct"]
    head = [query.get(name, "") for name in ("sp", "st", "se")]
    return "\n".join([*head, canonical_resource, *(query.get(name, "") for name in names)])


def sign(key: str, text: str) -> str:
    """The base64 HMAC-SHA256 of `text` under a base64 `key`."""
    digest = hmac.new(base64.b64decode(key), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _untimely(query: Mapping[str, str], now: datetime) -> str | None:
    # A signature holds no longer than the key that made it, whatever it says of itself.
    for start, end in (("st", "se"), ("skt", "ske")):
        try:
            if query.get(start) and now < _time(query[start]):
                return f"{start} is to come"
            if not query.get(end) or now >= _time(query[end]):
                return f"{end} has expired"
        except ValueError:
            return f"{start} or {end} is no time"
    return None


def _time(text: str) -> datetime:
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
