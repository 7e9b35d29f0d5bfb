"""Requests that are too large, too deep or malformed: refused in Azure's shape, and others are served as before."""

import gzip
import json
from collections.abc import Callable

import pytest

from tests.local_azure.machinelearning.fine_tuning import API_HOST
from tests.local_azure.machinelearning.running import ARM, GROUP, ML, PROJECT, RunningAzure
from tests.local_azure.security.raw import code_of, exchange, head

TLS_RECORD = 16 * 1024
VAULT, GRAPH = "https://vault.azure.net", "https://graph.microsoft.com"
ML_HOST, MLFLOW = API_HOST.removeprefix("https://"), f"/mlflow/v1.0{PROJECT}/api/2.0/mlflow"
# Every kind of route that reads JSON: method, host, target, audience.
READERS: dict[str, tuple[str, str, str, str]] = {
    "resources": ("PUT", "management.azure.com", f"{GROUP}x?api-version=2022-09-01", ARM),
    "actions": (
        "POST",
        "management.azure.com",
        f"{GROUP.rsplit('/', 2)[0]}/providers/Microsoft.Storage/checkNameAvailability?api-version=2023-01-01",
        ARM,
    ),
    "quotas": (
        "PUT",
        "management.azure.com",
        f"{GROUP.rsplit('/', 2)[0]}/providers/Microsoft.MachineLearningServices/locations/eastus2/providers"
        "/Microsoft.Quota/quotas/standardNCADSA100v4Family?api-version=2023-02-01",
        ARM,
    ),
    "secrets": ("PUT", "kv-test.vault.azure.net", "/secrets/s?api-version=7.4", VAULT),
    "run history": ("POST", API_HOST.removeprefix("https://"), f"/history/v1.0{PROJECT}/rundata", ML),
    "MLflow": ("POST", API_HOST.removeprefix("https://"), f"/mlflow/v1.0{PROJECT}/api/2.0/mlflow/runs/log-batch", ML),
    "MLflow search": (
        "POST",
        API_HOST.removeprefix("https://"),
        f"/mlflow/v1.0{PROJECT}/api/2.0/mlflow/runs/search",
        ML,
    ),
    "jobs": ("PUT", "management.azure.com", f"{PROJECT}/jobs/odd?api-version=2025-12-01", ARM),
    "groups": ("POST", "graph.microsoft.com", "/v1.0/groups", GRAPH),
}
BODIES: dict[str, bytes] = {
    "deep lists": b"[" * 200_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep members": b'{"properties": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "a number of many digits": b'{"properties": {"n": ' + b"9" * 10_000 + b"}}",
    "a number beyond all": b'{"properties": {"n": 1e999999}, "location": 1e999999}',
    "not a number": b'{"properties": NaN}',
    "half": b'{"properties": {',
    "no JSON": b"\x00\x01\x02",
    "no UTF-8": b'{"a": "\xff\xfe"}',
    "half a letter": b'{"properties": {"displayName": "\\ud800"}, "location": "\\udfff"}',
    "a list": b"[]",
    "a word": b'"word"',
    "null": b"null",
    "many members": json.dumps({f"m{number}": number for number in range(20_000)}).encode(),
}


def ask(azure: RunningAzure, reader: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    method, host, target, audience = READERS[reader]
    sent = {"Authorization": f"Bearer {azure.token(audience)}", "Content_Type": "application/json", **headers}
    if "Transfer_Encoding" not in sent:
        sent.setdefault("Content_Length", str(len(body)))
    return exchange(azure.directory, host, head(method, target, host, **sent) + body)


def cut_off(status: int, body: bytes) -> bool:
    """Returns whether a large body was refused while it was still sent: the end may overtake the answer."""
    return status == 0 and len(body) > TLS_RECORD


def serves(azure: RunningAzure) -> bool:
    return azure.call("GET", GROUP).status_code == 200


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("reader", READERS)
def test_a_body_that_is_odd_is_refused_in_azures_shape(attacked: RunningAzure, reader: str, body: str) -> None:
    status, answered = ask(attacked, reader, BODIES[body])
    assert status in (*range(200, 500), 501) or cut_off(status, BODIES[body]), (status, answered[:500])
    assert serves(attacked)
    if status >= 400:
        assert code_of(answered) or b"error_code" in answered, answered[:500]


@pytest.mark.parametrize("reader", READERS)
def test_a_body_that_says_that_it_is_too_large_is_refused_before_it_comes(attacked: RunningAzure, reader: str) -> None:
    status, answered = ask(attacked, reader, b"", Content_Length=str(10**12))
    assert (status, code_of(answered)) == (413, "RequestContentTooLarge")


def chunked(parts: int) -> bytes:
    return (b"10000\r\n" + b" " * 65536 + b"\r\n") * parts + b"0\r\n\r\n"


@pytest.mark.parametrize("reader", ["resources", "secrets", "run history", "groups"])
def test_a_body_that_does_not_say_how_large_it_is_is_refused_when_it_becomes_too_large(
    attacked: RunningAzure, reader: str
) -> None:
    status, _ = ask(attacked, reader, chunked(200), Transfer_Encoding="chunked")
    assert status in (0, 403, 413)  # cut off while it was still sent, or told; 403 is of who may not write there
    assert serves(attacked)


def test_a_compressed_body_is_not_unpacked(attacked: RunningAzure) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    status, answered = ask(attacked, "resources", bomb, Content_Encoding="gzip")
    assert status in (400, 415) or cut_off(status, bomb), answered[:300]
    assert code_of(answered) or not status
    assert serves(attacked)


@pytest.mark.parametrize(
    ("sent", "status"),
    [  # made when they are sent: as names of tests they would be too long
        (lambda: head("GET", "/" + "a" * 60_000, "management.azure.com"), {400, 401, 404, 414, 431}),
        (lambda: head("GET", "/?" + "a=b&" * 15_000, "management.azure.com"), {400, 401, 404, 414, 431}),
        (lambda: head("GET", "/" + "a" * 200_000, "management.azure.com"), {0, 431}),
        (
            lambda: head("GET", "/", "management.azure.com", **{f"X-{n}": "v" for n in range(3000)}),
            {400, 401, 404, 431},
        ),
        (lambda: head("GET", "/", "management.azure.com", X="v" * 70_000), {431}),
        (lambda: head("GET", "/", "management.azure.com", X="v" * 300_000), {0, 431}),
        (lambda: head("GET", "/" + "%00" * 1000, "management.azure.com"), {400, 401, 404}),
        (lambda: head("GET", "/subscriptions/%ff%fe?api-version=2022-09-01", "management.azure.com"), {400, 401, 404}),
        (lambda: head("GET", "/?api-version=" + "9" * 5000, "management.azure.com"), {400, 401, 404}),
        (lambda: head("GET", "/", "evil.example"), {421}),
        (lambda: head("GET", "/", "127.0.0.1"), {421}),
        (lambda: head("GET", "/", "localhost:443"), {421}),
        (lambda: head("GET", "/", ""), {400, 421}),
    ],
)
def test_a_head_that_is_odd_is_refused(attacked: RunningAzure, sent: Callable[[], bytes], status: set[int]) -> None:
    found, answered = exchange(attacked.directory, "management.azure.com", sent())
    assert found in status, answered[:300]
    assert not found or code_of(answered), answered[:300]
    assert serves(attacked)


@pytest.mark.parametrize(
    "query", ["$top=-1", "$top=" + "9" * 5000, "$top=1e9", "$skiptoken=%00", "$filter=" + "(" * 3000]
)
def test_a_query_that_is_odd_is_refused_or_ignored(attacked: RunningAzure, query: str) -> None:
    token = f"Bearer {attacked.token()}"
    subscription = GROUP.rsplit("/", 2)[0]
    for path, version in (("resources", "2021-04-01"), ("resourceGroups", "2021-04-01")):
        target = f"{subscription}/{path}?api-version={version}&{query}"
        sent = head("GET", target, "management.azure.com", Authorization=token)
        status, answered = exchange(attacked.directory, "management.azure.com", sent)
        assert status in range(200, 500), answered[:300]


def test_what_the_directory_of_tokens_is_sent_is_held_to_its_size(attacked: RunningAzure) -> None:
    host, target = "login.microsoftonline.com", "/common/oauth2/v2.0/token"
    for body in (b"grant_type=" + b"a" * 100_000, b"&" * 60_000, b"client_secret=%ff" * 100, b"\x00" * 1000):
        sent = head(
            "POST", target, host, Content_Length=str(len(body)), Content_Type="application/x-www-form-urlencoded"
        )
        status, _ = exchange(attacked.directory, host, sent + body)
        assert status in (0, 400, 401, 404, 413)
    assert serves(attacked)
