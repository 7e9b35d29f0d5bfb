"""Looks for secrets in what a stack leaves behind: those that this run made, word for word, and what looks like one."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "signed token": re.compile(r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    "account key": re.compile(r"AccountKey=[A-Za-z0-9+/]{20,}"),
    "shared access key": re.compile(r"SharedAccessKey=[A-Za-z0-9+/]{20,}"),
    "shared access signature": re.compile(r"[?&;]sig=[A-Za-z0-9%+/]{20,}"),
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "account key in JSON": re.compile(r'"(?:primaryKey|secondaryKey|key1|key2)"\s*:\s*"[^"]{20,}"'),
}


@dataclass(frozen=True)
class SecretFound:
    """Where a secret stands and of what kind; not the secret itself."""

    place: str
    kind: str


def find_secrets(places: Mapping[str, str], known: Mapping[str, str]) -> list[SecretFound]:
    """Looks for secrets.

    Args:
        places: Texts by what they are, such as the state and each log.
        known: Secrets of this run by what they are.
    """
    found = [
        SecretFound(place, kind)
        for place, text in places.items()
        for kind, secret in known.items()
        if secret and any(form in text for form in _forms(secret))
    ]
    looked = [
        SecretFound(place, kind)
        for place, text in places.items()
        for kind, pattern in PATTERNS.items()
        if pattern.search(text)
    ]
    return found + looked


def _forms(secret: str) -> Iterable[str]:
    yield secret
    yield json.dumps(secret)[1:-1]
