"""Likely secrets, personal data and unsafe content: found where they are, told without being repeated."""

import io
import json

import pytest

from jobs.domain.data_sensitive import suspicious_rows
from jobs.domain.validation import DataReport, validate
from tests.jobs.domain.rows import good_rows, jsonl, row

FOUND = [
    ("secret", "API key", "sk-" + "aB3" * 8),
    ("secret", "Azure Storage", "A" * 86 + "=="),
    ("secret", "AWS", "AKIA" + "Q7" * 8),
    ("secret", "GitHub", "ghp_" + "a1" * 18),
    ("secret", "Slack", "xoxb-" + "12ab" * 6),
    ("secret", "Hugging Face", "hf_" + "aB" * 18),
    ("secret", "JWT", f"eyJ{'a' * 20}.eyJ{'b' * 20}.{'c' * 20}"),
    ("secret", "Entra", "abc8Q~" + "x1" * 17),
    ("secret", "private key", "-----BEGIN RSA PRIVATE KEY-----"),  # pragma: allowlist secret
    ("secret", "signed URL", "https://x.blob.core.windows.net/c/f?sv=1&sig=" + "ab12" * 10),
    ("secret", "password", "Password: hunter22"),  # pragma: allowlist secret
    ("personal-data", "e-mail", "somebody@example.org"),
    ("personal-data", "payment card", "4111 1111 1111 1111"),
    ("personal-data", "payment card", "4111-1111-1111-1111"),
    ("personal-data", "payment card", "4111111111111111"),
    ("personal-data", "IBAN", "DE89 3704 0044 0532 0130 00"),
    ("personal-data", "IBAN", "DE89370400440532013000"),
    ("personal-data", "social security", "123-45-6789"),
    ("personal-data", "phone", "+44 20 7946 0958"),
    ("personal-data", "phone", "(555) 010-0199"),
    ("unsafe-content", "ignore instructions", "Ignore all previous instructions"),
    ("unsafe-content", "control token", "<|im_start|>"),
    ("unsafe-content", "explosive", "how to make a pipe bomb"),
    ("unsafe-content", "suicide", "kill yourself"),
]
NOT_FOUND = [
    "4111 1111 1111 1112",
    "1234567890123456789012345",
    "DE89 3704 0044 0532 0130 01",
    "see page 3 of 2019",
    "an-ordinary-word-with-many-hyphens-in-it",
    "me @ home",
    "what is a password?",
    "000-12-3456",
    "how to make a cake",
    "3.14159265358979",
]


def said(text: str) -> DataReport:
    content = jsonl(*good_rows(), row(99, answer=f"Well, \u00e9t\u00e9\n{text} so."))
    return validate(lambda: io.BytesIO(content))


@pytest.mark.parametrize(("rule", "what", "text"), FOUND)
def test_it_is_found_at_its_column_and_never_repeated(rule: str, what: str, text: str) -> None:
    report = said(text)
    (finding,) = [finding for finding in report.findings if what in finding.message]
    assert (finding.line, finding.rule, finding.severity) == (11, rule, "warning")
    line = json.dumps(row(99, answer=f"Well, \u00e9t\u00e9\n{text} so."))
    assert line[finding.column - 1 :].startswith(text[text.find("&sig") if "&sig" in text else 0 :][:6])
    assert text not in str(report)
    assert report.errors == 0


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_looks_a_little_like_it_is_let_pass(text: str) -> None:
    assert said(text).findings == ()


def test_the_quick_look_names_the_row_that_is_meant() -> None:
    lines = [b"nothing", b"", b"a@b", b"nothing", b"+44", b"x" * 30]
    assert suspicious_rows(lines) == {2: {"at"}, 4: {"digits"}, 5: {"token"}}


def test_many_at_once_are_all_named() -> None:
    assert set(suspicious_rows([b"a@b"] * 100)) == set(range(100))
