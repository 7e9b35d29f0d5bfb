"""No resource is given a secret."""

import re
from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource

NAMES = re.compile(
    r"(^|\.)(\w*(password|secret|accountkey|apikey|accesskey|connectionstring|sastoken)\w*|credentials\.\w*key)$",
    re.IGNORECASE,
)
SHAPES = {
    "a storage key": re.compile(r"AccountKey=|^[A-Za-z0-9+/]{86}==$"),
    "a shared access signature": re.compile(r"[?&]sig=|SharedAccessSignature"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a client secret": re.compile(r"^[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}$"),
    "a token": re.compile(r"^eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\."),
}
SAYS_WHERE = re.compile(r"(^/subscriptions/|^https://[a-z0-9-]+\.vault\.azure\.net/)", re.IGNORECASE)
NO_SECRET = re.compile(r"(Name|Id|Uri|Url|Type|Mode|Version)$")


def check(resource: Resource, _context: Context) -> Iterator[str]:
    """Looks at the names of inputs and at the shape of their values. The value itself is never shown."""
    for path, text in resource.texts():
        shape = next((what for what, pattern in SHAPES.items() if pattern.search(text)), None)
        if shape is not None:
            yield f"{path} looks like {shape}"
        elif text and NAMES.search(path) and not NO_SECRET.search(path) and not SAYS_WHERE.search(text):
            yield f"{path} is named like a secret"


POLICY = Policy(
    name="general-plain-secrets",
    summary="No input of a resource is a secret.",
    reason="It would be in the state, in previews and in the logs of whoever runs them.",
    fix="use an identity; where there is no way around a secret, keep it in the vault and pass its address",
    severity="critical",
    check=check,
    controls=("IM-8",),
)
