"""Whatever is sent to any address of any service is answered as Azure answers, and never by a failure of its own."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.api_versions import versions_of
from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_ID, SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.management.paths import parse
from tests.local_azure.properties.answers import check_answer
from tests.local_azure.properties.in_process import InProcess
from tests.local_azure.properties.json_values import JSON, SCALARS, TEXTS
from tests.local_azure.properties.world import bodies, make_world
from tests.local_azure.running import ARM, group_id

SUFFIX = "pr"
GROUP = group_id("rg-requests")
# Host by its pattern: one of the world's own. And whom tokens are for there.
NAMES = {
    "*.vault.azure.net": f"kv-there-{SUFFIX}.vault.azure.net",
    "*.blob.core.windows.net": f"stthere{SUFFIX}.blob.core.windows.net",
    "{region}.api.azureml.ms": "eastus2.api.azureml.ms",
    "{endpoint}.inference.ml.azure.com": f"on-there-{SUFFIX}.eastus2.inference.ml.azure.com",
    "{endpoint}.models.ai.azure.com": f"less-{SUFFIX}.eastus2.models.ai.azure.com",
    "*.azurecr.io": f"registry{SUFFIX}.azurecr.io",
}
AUDIENCES = {
    "vault.azure.net": "https://vault.azure.net",
    "core.windows.net": "https://storage.azure.com",
    "management.azure.com": ARM,
    "azureml.ms": ARM,
    "graph.microsoft.com": "https://graph.microsoft.com",
    "inference.ml.azure.com": "https://ml.azure.com",
    "models.ai.azure.com": "https://ml.azure.com",
}
PARTS = {
    "subscription": SUBSCRIPTION_ID,
    "group": "rg-requests",
    "workspace": "project-there",
    "location": "eastus2",
    "namespace": "Microsoft.KeyVault",
    "provider": "Microsoft.Compute",
    "tenant": TENANT_ID,
    "scope:path": GROUP.strip("/"),
    "registry": "azureml",
    "run": "run",
    "experiment": "Default",
    "version": "v1.0",
    "deployment": "chat",
}
# What gives a role to read and write data in Key Vault, storage and Azure OpenAI.
DATA_ROLES = (
    "00482a5a-887f-4fb3-b363-3b7fe8e74483",
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "a001fd3d-188f-4b5d-821b-7da978bf7442",
)
ODD_NAMES = ["..", "%2e%2e", "a b", "own", "one", "²", "\n", "a" * 300, "'", "/", "1"]
ODD = st.text(min_size=1, max_size=5) | st.sampled_from(ODD_NAMES)
QUERY_NAMES = [
    "$top",
    "$filter",
    "$skiptoken",
    "$expand",
    "$orderby",
    "api-version",
    "maxresults",
    "limit",
    "after",
    "order",
    "page_token",
    "max_results",
    "run_id",
    "run_uuid",
    "metric_key",
    "experiment_id",
    "experiment_name",
    "comp",
    "restype",
    "timeout",
    "prefix",
    "marker",
    "blockid",
    "forceToPurge",
    "listViewType",
    "sv",
    "sig",
    "purpose",
    "tid",
]
QUERIES = st.dictionaries(
    st.sampled_from(QUERY_NAMES),
    ODD
    | st.integers(-1, 9).map(str)
    | st.sampled_from(["list", "container", "metadata", "block", "blocklist", "true"]),
    max_size=3,
)
MEMBER_NAMES = [
    "value",
    "tags",
    "attributes",
    "exp",
    "enabled",
    "kty",
    "key_size",
    "key_ops",
    "alg",
    "contentType",
    "runId",
    "values",
    "run_id",
    "key",
    "timestamp",
    "step",
    "metrics",
    "params",
    "experiment_ids",
    "order_by",
    "max_results",
    "status",
    "name",
    "type",
    "properties",
    "subdomainName",
    "kind",
    "skus",
    "location",
    "limit",
    "resourceDetails",
    "resourceContent",
    "pendingFields",
    "displayName",
    "mailNickname",
    "mailEnabled",
    "securityEnabled",
    "@odata.id",
    "model",
    "messages",
    "role",
    "content",
    "training_file",
    "validation_file",
    "hyperparameters",
    "method",
    "suffix",
    "seed",
    "stream",
    "max_tokens",
    "temperature",
    "n",
    "stop",
    "tools",
    "template",
    "parameters",
    "mode",
    "permissions",
    "roleName",
]
MEMBERS = st.sampled_from(MEMBER_NAMES)
OBJECTS = st.recursive(
    st.dictionaries(MEMBERS, SCALARS | TEXTS, max_size=4),
    lambda inner: st.dictionaries(MEMBERS, inner | st.lists(inner, max_size=2) | SCALARS, max_size=4),
    max_leaves=4,
)
ODD_CONTENTS = [
    b"",
    b"[" * 3000,
    b'{"value":NaN}',
    b'{"a":"\\ud800"}',
    b'{"a":1e999}',
    b"grant_type=client_credentials",
]
CONTENTS = (
    (OBJECTS | JSON).map(lambda made: json.dumps(made).encode()) | st.binary(max_size=8) | st.sampled_from(ODD_CONTENTS)
)
HEADER_NAMES = [
    "If-Match",
    "If-None-Match",
    "If-Modified-Since",
    "Content-Type",
    "Content-MD5",
    "Range",
    "Accept",
    "x-ms-version",
    "x-ms-blob-type",
    "x-ms-range",
    "x-ms-date",
    "x-ms-client-request-id",
    "x-ms-return-client-request-id",
    "x-ms-blob-content-type",
    "x-ms-copy-source",
    "x-ms-lease-id",
    "x-ms-meta-a",
    "azureml-model-deployment",
    "api-key",
]
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=8)
ODD_HEADERS = [
    "*",
    '"x"',
    "bytes=0-",
    "bytes=9-1",
    "true",
    "BlockBlob",
    "2024-11-04",
    "multipart/form-data; boundary=x",
]
HEADERS = st.dictionaries(st.sampled_from(HEADER_NAMES), HEADER | st.sampled_from(ODD_HEADERS), max_size=3)
VERSIONS = st.sampled_from(["2024-10-01", "2022-09-01", "7.6", "2024-10-21"])
SEGMENTS = [
    "providers",
    "subscriptions",
    SUBSCRIPTION_ID,
    "resourceGroups",
    "rg-requests",
    "Microsoft.KeyVault",
    "vaults",
]
TOKENS = ["Bearer", "Bearer a.b.c", "Bearer e30.e30.e30.", "Basic YTpi", "SharedKey a:b", "SharedAccessSignature"]
FORM_NAMES = [
    "grant_type",
    "client_id",
    "client_secret",
    "scope",
    "resource",
    "client_assertion",
    "client_assertion_type",
]
ASSERTED = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FORM_VALUES = ["client_credentials", f"{ARM}/.default", "https://[", "a.b.c", ASSERTED, DEPLOYER_OBJECT_ID]


@pytest.fixture(scope="module")
def made(azure: InProcess) -> InProcess:
    make_world(azure, GROUP, SUFFIX)
    for path, body in bodies(GROUP, SUFFIX).items():
        azure.call("PUT", f"{GROUP}/{path}", body)
        azure.settle()
    definitions = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/roleDefinitions"
    for number, role in enumerate(DATA_ROLES):
        assigned = {"principalId": DEPLOYER_OBJECT_ID, "roleDefinitionId": f"{definitions}/{role}"}
        name = f"5ca1ab1e-0000-4000-8000-00000000100{number}"
        azure.put(f"{GROUP}/providers/Microsoft.Authorization/roleAssignments/{name}", {"properties": assigned})
    azure.remember()
    return azure


def drawn_route(azure: InProcess, data: st.DataObject) -> tuple[str, str, str]:
    """Returns a host pattern, a method and a path template; each host is as likely as any other."""
    routes = azure.routes()
    host = data.draw(st.sampled_from(sorted({pattern for pattern, _, _ in routes})), label="host")
    return data.draw(st.sampled_from([each for each in routes if each[0] == host]), label="route")


def version_of(path: str) -> str:
    """Returns an api-version that Azure has for what a path is about."""
    parsed = parse(path)
    known = versions_of(parsed.type) if parsed else ()
    return known[-1] if known else "2022-12-01"


def send(
    azure: InProcess, method: str, host: str, path: str, query: str, content: bytes, headers: Mapping[str, str]
) -> None:
    """Sends a request with a token for that host, and looks at the answer."""
    azure.rewind()
    audience = next((to for end, to in AUDIENCES.items() if host.endswith(end)), "https://cognitiveservices.azure.com")
    usual = {"Authorization": f"Bearer {azure.token(audience)}", "Content-Type": "application/json"}
    answer = azure.send(method, f"https://{host}{path}{query and '?'}{query}", content, usual | dict(headers))
    check_answer(answer)
    azure.settle()


@settings(max_examples=300)
@given(data=st.data(), queries=QUERIES, content=CONTENTS, headers=HEADERS)
def test_every_route_bears_any_parts_queries_bodies_and_headers(
    made: InProcess, data: st.DataObject, queries: dict[str, str], content: bytes, headers: dict[str, str]
) -> None:
    pattern, method, template = drawn_route(made, data)
    host = NAMES.get(pattern, pattern.replace("*", f"ai-there-{SUFFIX}"))

    def part(match: re.Match[str]) -> str:
        usual = PARTS.get(match.group(1))
        drawn = data.draw(ODD if usual is None else st.just(usual) | ODD, label=match.group(1))
        return quote(drawn, safe="/" if match.group(1).endswith(":path") else "", errors="replace")

    path = re.sub(r"\{([^}]+)\}", part, template)
    version = {"api-version": data.draw(st.just(version_of(path)) | VERSIONS, label="version")}
    query = urlencode(version | queries, errors="replace")
    send(made, method, host, path, query, content, headers)


@settings(max_examples=100)
@given(
    method=st.sampled_from(["GET", "PUT", "PATCH", "POST", "DELETE", "HEAD"]),
    segments=st.lists(ODD | st.sampled_from(SEGMENTS), max_size=8),
    queries=QUERIES,
    content=CONTENTS,
)
def test_any_path_of_resource_manager_is_answered(
    made: InProcess, method: str, segments: list[str], queries: dict[str, str], content: bytes
) -> None:
    path = "".join(f"/{quote(each, safe='/', errors='replace')}" for each in segments)
    query = urlencode({"api-version": "2024-10-01", **queries}, errors="replace")
    send(made, method, "management.azure.com", path, query, content, {})


@settings(max_examples=60)
@given(
    token=HEADER | st.sampled_from(TOKENS),
    data=st.data(),
)
def test_any_authorization_is_refused_as_azure_does(made: InProcess, token: str, data: st.DataObject) -> None:
    pattern, method, template = drawn_route(made, data)
    host = NAMES.get(pattern, pattern.replace("*", f"ai-there-{SUFFIX}"))
    path = re.sub(r"\{([^}]+)\}", lambda match: PARTS.get(match.group(1), "one"), template)
    answer = made.send(method, f"https://{host}{path}?api-version=2024-10-01", b"", {"Authorization": token})
    check_answer(answer)


@settings(max_examples=100)
@given(
    form=st.dictionaries(st.sampled_from(FORM_NAMES), st.sampled_from(FORM_VALUES) | ODD),
    basic=st.sampled_from(["", "Basic YTpi", "Basic =", "Basic %%%"]),
    version=st.sampled_from(["oauth2/token", "oauth2/v2.0/token"]),
)
def test_any_sign_in_is_answered(made: InProcess, form: dict[str, Any], basic: str, version: str) -> None:
    content = urlencode({"grant_type": "client_credentials", **form}, errors="replace").encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"Authorization": basic} if basic else {})
    answer = made.send("POST", f"https://login.microsoftonline.com/{TENANT_ID}/{version}", content, headers)
    check_answer(answer)
