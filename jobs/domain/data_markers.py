"""What likely secrets, personal data and unsafe content look like.

Shapes as the issuers publish them (prefixes and lengths, read 2026-11); likely, not certain, in both directions.
"""

import re
from dataclasses import dataclass
from typing import Literal

Trigger = Literal["token", "digits", "at", "word"]


@dataclass(frozen=True)
class Marker:
    """One kind of thing that shouldn't be learned.

    Attributes:
        rule: `secret`, `personal-data` or `unsafe-content`.
        what: how people call it.
        trigger: what of it a quick look over many rows finds.
        pattern: what it looks like exactly, in a text.
        words: for the trigger `word`: what the quick look searches for, in lower case, blanks as `-`.
    """

    rule: str
    what: str
    trigger: Trigger
    pattern: re.Pattern[str]
    words: tuple[str, ...] = ()


def _marker(rule: str, what: str, trigger: Trigger, pattern: str, *words: str) -> Marker:
    return Marker(rule, what, trigger, re.compile(pattern, re.IGNORECASE if trigger == "word" else 0), words)


_SECRETS = (
    _marker("secret", "a key of Azure Storage", "token", r"\b[A-Za-z0-9+/]{86}=="),
    _marker("secret", "an API key", "token", r"\bsk-[A-Za-z0-9_-]{20,}"),
    _marker("secret", "an access key of AWS", "token", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    _marker("secret", "a token of GitHub", "token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})"),
    _marker("secret", "a token of Slack", "token", r"\bxox[abeoprs]-[A-Za-z0-9-]{16,}"),
    _marker("secret", "a token of Hugging Face", "token", r"\bhf_[A-Za-z0-9]{34,}"),
    _marker(
        "secret",
        "a signed token (JWT)",
        "token",
        r"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    ),
    _marker("secret", "a client secret of Entra", "token", r"\b[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}"),
    _marker("secret", "a private key", "word", r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----", "private-key-----"),
    _marker("secret", "a signed URL", "word", r"[?&]sig=[A-Za-z0-9%+/=]{30,}", "sig="),
    _marker("secret", "a password", "word", r"\bpassword[\"']?\s{0,3}[:=]\s{0,3}[\"']?[^\s\"',;]{6,}", "password"),
)
_PERSONAL = (
    _marker(
        "personal-data",
        "an e-mail address",
        "at",
        r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b",
    ),
    _marker("personal-data", "a payment card number", "digits", r"(?<![\d.])(?:\d[ -]?){12,18}\d(?![\d.])"),
    _marker(
        "personal-data",
        "a bank account number (IBAN)",
        "digits",
        r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b",
    ),
    _marker(
        "personal-data",
        "a US social security number",
        "digits",
        r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])",
    ),
    _marker(
        "personal-data",
        "a phone number",
        "digits",
        r"(?<![\w+])(?:\+[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,5}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\w)",
    ),
)
_UNSAFE = (
    _marker(
        "unsafe-content",
        "an order to ignore instructions",
        "word",
        r"\b(?:ignore|disregard) (?:all )?(?:previous|prior|above|your) (?:instructions|rules|guidelines)",
        "ignore-",
        "disregard-",
    ),
    _marker(
        "unsafe-content",
        "a model's control token",
        "word",
        r"<\|(?:im_start|im_end|endoftext|system|user|assistant|end)\|>",
        "<|",
    ),
    _marker(
        "unsafe-content",
        "instructions for a weapon or an explosive",
        "word",
        r"\bhow to (?:make|build) (?:an? )?(?:\w+ )?(?:bomb|explosive|nerve agent)",
        "how-to-make-",
        "how-to-build-",
    ),
    _marker(
        "unsafe-content",
        "encouragement of suicide",
        "word",
        r"\b(?:kill yourself|how to (?:commit suicide|hang yourself))",
        "kill-yourself",
        "hang-yourself",
        "commit-suicide",
    ),
)

MARKERS: tuple[Marker, ...] = (*_SECRETS, *_PERSONAL, *_UNSAFE)
