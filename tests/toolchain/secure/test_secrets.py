"""Secrets are found in what a stack leaves behind, word for word and by their looks, and are not repeated."""

import pytest

from toolchain.secure.secrets import SecretFound, find_secrets


def test_a_secret_of_this_run_is_found_word_for_word() -> None:
    found = find_secrets({"state": 'x "s3cr3t-of-this-run" y', "log": "clean"}, {"passphrase": "s3cr3t-of-this-run"})
    assert found == [SecretFound("state", "passphrase")]


def test_a_secret_is_found_as_json_writes_it() -> None:
    assert find_secrets({"state": r"a\"b"}, {"passphrase": 'a"b'}) == [SecretFound("state", "passphrase")]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("signed token", "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhYmMifQ.c2lnbmF0dXJlLW9mLWl0"),  # pragma: allowlist secret
        ("account key", "AccountKey=" + "A" * 86),
        ("shared access signature", "https://x.blob.core.windows.net/c/b?sv=1&sig=" + "A" * 44),
        ("private key", "-----BEGIN " + "RSA PRIVATE KEY-----"),
        ("account key in JSON", '{"primaryKey": "' + "A" * 40 + '"}'),
    ],
)
def test_what_looks_like_a_secret_is_found(kind: str, text: str) -> None:
    assert SecretFound("log", kind) in find_secrets({"log": text}, {})


def test_ids_and_digests_are_no_secrets() -> None:
    text = '{"id": "/subscriptions/5ca1ab1e-0000-4000-8000-000000000001", "etag": "d41d8cd98f00b204e9800998ecf8427e"}'
    assert find_secrets({"state": text}, {"unset": ""}) == []
