"""Forged, foreign and late tokens, at every service that takes tokens."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from local_azure.identity import DEPLOYER_OBJECT_ID, TENANT_ID
from tests.local_azure.machinelearning.command_jobs import run, upload_code
from tests.local_azure.machinelearning.fine_tuning import API_HOST
from tests.local_azure.machinelearning.running import ARM, GROUP, ML, PROJECT, STORAGE, RunningAzure

VAULT, GRAPH, COGNITIVE = (
    "https://vault.azure.net",
    "https://graph.microsoft.com",
    "https://cognitiveservices.azure.com",
)
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/ai-attacked"
# Of each service: a request that a token decides about, and the audiences that it takes.
SERVICES: dict[str, tuple[str, str, set[str]]] = {
    "Resource Manager": ("GET", f"{ARM}{GROUP}?api-version=2022-09-01", {ARM}),
    "blobs": ("GET", "https://sttest.blob.core.windows.net/?comp=list", {STORAGE}),
    "vault": ("GET", "https://kv-test.vault.azure.net/secrets?api-version=7.4", {VAULT}),
    "Azure ML": ("GET", f"{API_HOST}/history/v1.0{PROJECT}/runs/none", {ML, ARM}),
    "Azure OpenAI": ("GET", "https://ai-attacked.openai.azure.com/openai/models?api-version=2024-10-21", {COGNITIVE}),
    "directory": ("GET", "https://graph.microsoft.com/v1.0/groups/none", {GRAPH}),
}
AUDIENCES = sorted({audience for _, _, taken in SERVICES.values() for audience in taken})


@pytest.fixture(scope="module")
def served(attacked: RunningAzure) -> RunningAzure:
    for namespace in ("CognitiveServices", "ManagedIdentity"):
        attacked.call("POST", f"{GROUP.rsplit('/', 2)[0]}/providers/Microsoft.{namespace}/register").raise_for_status()
    body = {"kind": "OpenAI", "sku": {"name": "S0"}, "location": "eastus2"}
    attacked.put(ACCOUNT, {**body, "properties": {"customSubDomainName": "ai-attacked"}})
    return attacked


def refused(azure: RunningAzure, service: str, token: str) -> bool:
    method, url, _ = SERVICES[service]
    headers = {"Authorization": f"Bearer {token}", "x-ms-version": "2024-11-04"}
    answer = azure.http.request(method, url, headers=headers)
    assert answer.status_code < 500, answer.text
    assert token not in answer.text
    return answer.status_code == 401 and "PermissionDenied" not in answer.text  # which a token that is taken may get


def claims(azure: RunningAzure, audience: str) -> dict[str, Any]:
    return jwt.decode(azure.token(audience), options={"verify_signature": False})


def b64(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def unsigned(header: dict[str, Any], payload: dict[str, Any]) -> str:
    return f"{b64(json.dumps(header).encode())}.{b64(json.dumps(payload).encode())}"


def none(_azure: RunningAzure, payload: dict[str, Any]) -> str:
    return unsigned({"alg": "none", "typ": "JWT"}, payload) + "."


def odd_none(_azure: RunningAzure, payload: dict[str, Any]) -> str:
    return unsigned({"alg": "nOnE", "typ": "JWT"}, payload) + "."


def other_key(_azure: RunningAzure, payload: dict[str, Any], **header: Any) -> str:  # noqa: ANN401
    return jwt.encode(payload, _OTHER, algorithm="RS256", headers=header)


def with_its_key_id(azure: RunningAzure, payload: dict[str, Any]) -> str:
    return other_key(azure, payload, kid=jwt.get_unverified_header(azure.token())["kid"])


def with_a_path_as_key_id(azure: RunningAzure, payload: dict[str, Any]) -> str:
    return other_key(azure, payload, kid="../../../../dev/null")


def with_a_query_as_key_id(azure: RunningAzure, payload: dict[str, Any]) -> str:
    return other_key(azure, payload, kid="' UNION SELECT 'key' --")


def with_a_key_elsewhere(azure: RunningAzure, payload: dict[str, Any]) -> str:
    return other_key(azure, payload, jku="https://evil.example/keys", x5u="https://evil.example/cert")


def with_its_own_key(azure: RunningAzure, payload: dict[str, Any]) -> str:
    own = jwt.algorithms.RSAAlgorithm.to_jwk(_OTHER.public_key(), as_dict=True)
    return other_key(azure, payload, jwk=own, x5c=["MII"])


def signed_with_the_public_key(azure: RunningAzure, payload: dict[str, Any]) -> str:
    public = jwt.PyJWK.from_dict(azure.platform.tokens.jwks()["keys"][0]).key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = unsigned({"alg": "HS256", "typ": "JWT"}, payload)
    return f"{text}.{b64(hmac.new(public, text.encode(), hashlib.sha256).digest())}"


def signature_of_another_token(azure: RunningAzure, payload: dict[str, Any]) -> str:
    header, _, signature = azure.token().split(".")
    return f"{header}.{b64(json.dumps({**payload, 'oid': DEPLOYER_OBJECT_ID, 'x': 1}).encode())}.{signature}"


_OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORGERIES: list[Callable[[RunningAzure, dict[str, Any]], str]] = [
    none,
    odd_none,
    other_key,
    with_its_key_id,
    with_a_path_as_key_id,
    with_a_query_as_key_id,
    with_a_key_elsewhere,
    with_its_own_key,
    signed_with_the_public_key,
    signature_of_another_token,
]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_forged_token_opens_nothing(
    served: RunningAzure, service: str, forge: Callable[[RunningAzure, dict[str, Any]], str]
) -> None:
    audience = min(SERVICES[service][2])
    assert refused(served, service, forge(served, claims(served, audience)))


@pytest.mark.parametrize("service", SERVICES)
def test_only_a_token_for_the_service_itself_is_taken(served: RunningAzure, service: str) -> None:
    taken = {audience for audience in AUDIENCES if not refused(served, service, served.token(audience))}
    assert taken == SERVICES[service][2]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "changed",
    [
        {"exp": 1_700_000_000},
        {"nbf": 4_000_000_000},
        {"tid": "00000000-0000-4000-8000-000000000000"},
        {"iss": "https://sts.windows.net/00000000-0000-4000-8000-000000000000/"},
        {"iss": f"https://sts.windows.net/{TENANT_ID}.evil.example/"},
        {"aud": [ARM, STORAGE]},
        {"aud": f"{STORAGE}.evil.example"},
    ],
    ids=lambda changed: "-".join(map(str, changed)),
)
def test_a_token_of_the_authority_with_a_wrong_claim_opens_nothing(
    served: RunningAzure, service: str, changed: dict[str, Any]
) -> None:
    principal = served.platform.tokens.principal(DEPLOYER_OBJECT_ID)
    assert principal is not None
    audience = min(SERVICES[service][2])
    assert refused(served, service, served.platform.tokens.issue(principal, audience, claims=changed))


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer a.b.c", "Bearer " + "a" * 9000, "Basic YTpi", "\xe9"])
def test_what_is_no_token_opens_nothing(served: RunningAzure, service: str, shown: str) -> None:
    method, url, _ = SERVICES[service]
    headers = {"x-ms-version": "2024-11-04", **({"Authorization": shown.encode("latin-1")} if shown else {})}
    answer = served.http.request(method, url, headers=headers)
    assert answer.status_code in (400, 401)


def test_a_principal_that_is_gone_gets_no_more_tokens(served: RunningAzure) -> None:
    identity = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/gone"
    made = served.put(identity, {"location": "eastus2"})["properties"]
    assert served.platform.tokens.principal(made["principalId"]) is not None
    served.delete(identity)
    assert served.platform.tokens.principal(made["principalId"]) is None


READ_OTHERS = """
import json, os, urllib.error, urllib.request

def call(path, body=None, method=None):
    headers = {"Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "Content-Type": "application/json"}
    sent = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(HOST + path, sent, headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""

HOST, PROJECT = os.environ["HOST"], os.environ["PROJECT"]
history, mlflow = f"/history/v1.0{PROJECT}", f"/mlflow/v1.0{PROJECT}/api/2.0/mlflow"
asked = [
    (f"{history}/runs/victim", None, None),
    (f"{history}/runs/victim/details", None, None),
    (f"{history}/rundata", {"runId": "victim"}, None),
    (f"{history}/experiments/Default/runs/victim", {"description": "taken"}, "PATCH"),
    (f"{mlflow}/runs/get?run_id=victim", None, None),
    (f"{mlflow}/metrics/get-history?run_id=victim&metric_key=loss", None, None),
    (f"{mlflow}/runs/log-metric", {"run_id": "victim", "key": "loss", "value": 1, "timestamp": 1}, None),
]
statuses = [call(*each)[0] for each in asked]
found = json.loads(call(f"{mlflow}/runs/search", {"experiment_ids": []})[1])["runs"]
print(json.dumps([statuses, [each["info"]["run_id"] for each in found]]))
"""


def test_a_jobs_token_neither_reads_nor_changes_another_run(served: RunningAzure) -> None:
    run(served, "victim", "true")
    code = upload_code(served, "reads-others", {"read_others.py": READ_OTHERS})
    variables = {"HOST": API_HOST, "PROJECT": PROJECT}
    ended = run(served, "curious", "python read_others.py", codeId=code, environmentVariables=variables)
    assert ended["status"] == "Completed", ended["error"]
    log = served.http.get(ended["logFiles"]["user_logs/std_log.txt"]).text
    assert json.loads(log) == [[403] * 7, ["curious"]]


def test_a_signature_holds_no_longer_than_its_key(served: RunningAzure) -> None:
    url = served.platform.storage.signed_url("sttest", "none", "", permissions="rl", expires=timedelta(hours=-1))
    assert served.http.get(url).status_code == 403
