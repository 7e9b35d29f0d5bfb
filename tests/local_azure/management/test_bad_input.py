"""What no client of Azure's sends gets Azure's refusal: the right status, code and target, and nothing is changed."""

import json
from pathlib import Path

import httpx
import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_bodies import DEEPEST
from local_azure.service import discover
from tests.local_azure.running import ARM, HeldClock, LocalAzure, group_id, usual_version

IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"
STORAGE = "providers/Microsoft.Storage/storageAccounts"
FOREIGN = "11111111-2222-4333-8444-555555555555"


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def send(
    azure: LocalAzure, method: str, path: str, content: bytes = b"", content_type: str = "application/json"
) -> httpx.Response:
    """Sends bytes as they are."""
    headers = {"Authorization": f"Bearer {azure.token()}"} | ({"Content-Type": content_type} if content_type else {})
    address = httpx.URL(f"{ARM}{path}?api-version={usual_version(path)}")
    return azure.http.request(method, address, content=content, headers=headers)


@pytest.fixture
def identity(group: str) -> str:
    """The id of a resource that isn't there."""
    return f"{group}/{IDENTITIES}/id-bad"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("providers/Microsoft.Storage/nothings/x", (400, "InvalidResourceType")),
        ("providers/Microsoft.Nothing/things/x", (404, "InvalidResourceNamespace")),
        ("providers/Microsoft.Storage", (404, "NotFound")),
        ("nothings/x", (404, "NotFound")),
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_type_that_azure_lacks_is_refused(
    local_azure: LocalAzure, group: str, method: str, path: str, expected: tuple[int, str]
) -> None:
    body = {"location": "eastus2"} if method == "PUT" else None
    assert refusal(local_azure.call(method, f"{group}/{path}", body)) == expected


def test_who_may_not_write_learns_nothing_of_the_type(local_azure: LocalAzure, group: str) -> None:
    token = local_azure.token(object_id="5ca1ab1e-0000-4000-8000-0000000000ba")
    answer = local_azure.call("PUT", f"{group}/providers/Microsoft.Storage/nothings/x", {}, token=token)
    assert refusal(answer) == (403, "AuthorizationFailed")


@pytest.mark.parametrize(
    ("subscription", "expected"),
    [
        (FOREIGN, (404, "SubscriptionNotFound")),
        ("mine", (400, "InvalidSubscriptionId")),
        ("5ca1ab1e-0000-4000-8000-00000000000", (400, "InvalidSubscriptionId")),
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "",
        "/locations",
        "/providers",
        "/resourceGroups",
        "/resourceGroups/rg",
        f"/resourceGroups/rg/{STORAGE}/x",
        f"/resourceGroups/rg/{STORAGE}/x/listKeys",
        "/providers/Microsoft.CognitiveServices/locations/eastus2/usages",
        "/providers/Microsoft.Storage/checkNameAvailability",
        "/providers/Microsoft.Storage/register",
    ],
)
def test_another_subscription_isnt_there(
    local_azure: LocalAzure, path: str, subscription: str, expected: tuple[int, str]
) -> None:
    method = "POST" if path.rpartition("/")[2] in ("listKeys", "checkNameAvailability", "register") else "GET"
    answer = local_azure.call(method, f"/subscriptions/{subscription}{path}")
    assert refusal(answer) == expected
    assert answer.headers["x-ms-failure-cause"] == "gateway"


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b'{"location": "eastus2"',
        b'{"location": eastus2}',
        b'{"location": "eastus2"}}',
        b'["eastus2"]',
        b'"eastus2"',
        b"null",
        b"7",
        b'{"location": "\xff\xfe"}',
        b'{"location": "eastus2", "tags": {"a": "\\ud800"}}',
        b'{"location": "eastus2", "tags": {"a": NaN}}',
        b'{"location": "eastus2", "properties": {"a": 1e400}}',
        b'{"location": "eastus2", "properties": {"a": ' + b"9" * 5000 + b"}}",
        b'{"location": "eastus2", "properties": ' + b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST + b"}",
        b'{"location": "eastus2", "properties": ' + b"[" * 100_000,
        b'{"location": "eastus2", "properties": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_body_that_is_no_object_of_json_is_refused(
    local_azure: LocalAzure, group: str, method: str, content: bytes
) -> None:
    there = f"{group}/{IDENTITIES}/id-there"
    before = local_azure.put(there, {"location": "eastus2"})
    assert refusal(send(local_azure, method, there, content)) == (400, "InvalidRequestContent")
    assert local_azure.call("GET", there).json() == before


@pytest.mark.parametrize("content", [b"{", b"[]", b"7", b"\xff", b"[" * 100_000])
@pytest.mark.parametrize(
    "path",
    [
        "Microsoft.CognitiveServices/checkDomainAvailability",
        "Microsoft.CognitiveServices/locations/eastus2/checkSkuAvailability",
        "Microsoft.Storage/checkNameAvailability",
        "Microsoft.MachineLearningServices/locations/eastus2/updateQuotas",
    ],
)
def test_what_is_no_object_is_refused_by_actions_too(local_azure: LocalAzure, path: str, content: bytes) -> None:
    answer = send(local_azure, "POST", f"{SUBSCRIPTION_SCOPE}/providers/{path}", content)
    assert refusal(answer) == (400, "InvalidRequestContent")


def test_a_body_may_nest_as_deep_as_azure_reads(local_azure: LocalAzure, identity: str) -> None:
    tags = {"location": "eastus2", "properties": json.loads('{"a":' * (DEEPEST - 2) + "1" + "}" * (DEEPEST - 2))}
    assert local_azure.call("PUT", identity, tags).status_code == 201


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_a_body_that_says_it_is_no_json_is_refused(local_azure: LocalAzure, identity: str, content_type: str) -> None:
    answer = send(local_azure, "PUT", identity, b'{"location": "eastus2"}', content_type)
    assert refusal(answer) == (415, "UnsupportedMediaType")
    assert f"'{content_type or '<null>'}' is not supported" in answer.json()["error"]["message"]


@pytest.mark.parametrize("content_type", ["application/json", "APPLICATION/JSON; charset=utf-8", "text/json"])
def test_json_may_be_named_in_azures_ways(local_azure: LocalAzure, identity: str, content_type: str) -> None:
    assert send(local_azure, "PUT", identity, b'\xef\xbb\xbf{"location": "eastus2"}', content_type).status_code == 201


@pytest.mark.parametrize("member", ["colour", "propertys", "provisioningState", "resourceGroup", "", "1"])
def test_a_member_that_no_resource_has_is_refused_at_the_top(
    local_azure: LocalAzure, identity: str, member: str
) -> None:
    answer = local_azure.call("PUT", identity, {"location": "eastus2", member: {}})
    assert refusal(answer) == (400, "InvalidRequestContent")
    assert f"Could not find member '{member}' on object of type" in answer.json()["error"]["message"]
    assert local_azure.call("GET", identity).status_code == 404
    assert refusal(local_azure.call("PUT", group_id("rg-member"), {"location": "eastus2", member: {}})) == (
        400,
        "InvalidRequestContent",
    )


@pytest.mark.parametrize(
    ("member", "value", "target"),
    [
        ("location", 7, "location"),
        ("location", ["eastus2"], "location"),
        ("properties", "none", "properties"),
        ("properties", [], "properties"),
        ("properties", {"networkAcls": {"ipRules": [{"value": 7}]}}, "properties.networkAcls.ipRules[0].value"),
        ("identity", "SystemAssigned", "identity"),
        ("sku", "Basic", "sku"),
        ("sku", {"name": 7}, "sku.name"),
        ("kind", {}, "kind"),
    ],
)
def test_a_member_of_another_kind_is_named_as_the_target(
    local_azure: LocalAzure, group: str, member: str, value: object, target: str
) -> None:
    body = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, member: value}
    answer = local_azure.call("PUT", f"{group}/{STORAGE}/stbadkind1", body)
    assert refusal(answer) == (400, "InvalidRequestContent")
    assert answer.json()["error"]["target"] == target
    assert local_azure.call("GET", f"{group}/{STORAGE}/stbadkind1").status_code == 404


@pytest.mark.parametrize("tags", [["a"], "a", {"a": {"b": "c"}}])
def test_tags_of_another_kind_are_refused(local_azure: LocalAzure, identity: str, tags: object) -> None:
    answer = local_azure.call("PUT", identity, {"location": "eastus2", "tags": tags})
    assert refusal(answer) == (400, "InvalidRequestContent")
    assert local_azure.call("GET", identity).status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{IDENTITIES}/id-nowhere", {}),
        (f"{IDENTITIES}/id-nowhere", {"location": None}),
        (f"{IDENTITIES}/id-nowhere", {"location": ""}),
        ("providers/Microsoft.KeyVault/vaults/kv-nowhere", {"properties": {}}),
    ],
)
def test_a_location_is_missed(local_azure: LocalAzure, group: str, path: str, body: object) -> None:
    assert refusal(local_azure.call("PUT", f"{group}/{path}", body)) == (400, "LocationRequired")


def test_a_group_needs_a_location_too(local_azure: LocalAzure) -> None:
    assert refusal(local_azure.call("PUT", group_id("rg-nowhere"), {})) == (400, "LocationRequired")


@pytest.mark.parametrize(
    ("path", "longest"),
    [
        (f"{IDENTITIES}/{{}}", 128),
        (f"{STORAGE}/{{}}", 24),
        ("providers/Microsoft.KeyVault/vaults/{}", 24),
        ("providers/Microsoft.ContainerRegistry/registries/{}", 50),
        ("providers/Microsoft.OperationalInsights/workspaces/{}", 63),
    ],
)
def test_a_name_that_is_too_long_is_refused(local_azure: LocalAzure, group: str, path: str, longest: int) -> None:
    body = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
    answer = local_azure.call("PUT", f"{group}/{path.format('x' * (longest + 1))}", body)
    assert refusal(answer) == (400, "InvalidResourceName")
    assert answer.json()["error"]["target"] == "x" * (longest + 1)


def test_a_group_has_a_name_of_90_letters_at_most(local_azure: LocalAzure) -> None:
    assert local_azure.call("PUT", group_id("x" * 91), {"location": "eastus2"}).status_code == 400
    assert local_azure.call("PUT", group_id("x" * 90), {"location": "eastus2"}).status_code == 201


@pytest.mark.parametrize(
    "segment",
    ["%2e%2e", "%2E%2E", ".%2e", "%2e", "a%00b", "a%0d%0ab", "a%7fb", "a%5cb", "%ff", "%c0%ae%c0%ae"],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_path_that_no_client_sends_is_refused(local_azure: LocalAzure, group: str, method: str, segment: str) -> None:
    content = b'{"location": "eastus2"}' if method == "PUT" else b""
    for path in (f"{group}/{IDENTITIES}/{segment}", f"{SUBSCRIPTION_SCOPE}/resourceGroups/{segment}/{IDENTITIES}/x"):
        assert refusal(send(local_azure, method, path, content)) == (400, "BadRequest")


def test_a_post_without_an_action_and_a_put_of_a_collection_are_refused(local_azure: LocalAzure, group: str) -> None:
    assert refusal(local_azure.call("POST", f"{group}/{IDENTITIES}/x", {})) == (405, "MethodNotAllowed")
    assert refusal(local_azure.call("PUT", f"{group}/{IDENTITIES}", {})) == (404, "NotFound")


def test_a_token_that_has_run_out_and_one_of_another_azure_are_refused(local_azure: LocalAzure, tmp_path: Path) -> None:
    clock = HeldClock()
    core = [service for service in discover() if service.name in ("management", "authorization")]
    with LocalAzure(tmp_path, services=core, clock=clock) as azure:
        token = azure.token()
        assert azure.call("GET", SUBSCRIPTION_SCOPE, token=token).status_code == 200
        foreign = azure.call("GET", SUBSCRIPTION_SCOPE, token=local_azure.token())
        clock.advance(days=1)
        expired = azure.call("GET", SUBSCRIPTION_SCOPE, token=token)
    assert refusal(foreign) == (401, "InvalidAuthenticationToken")
    assert refusal(expired) == (401, "ExpiredAuthenticationToken")
    assert 'error="invalid_token"' in expired.headers["WWW-Authenticate"]


def test_what_is_no_token_for_resource_manager_is_refused(local_azure: LocalAzure, group: str) -> None:
    for token in ("nonsense", local_azure.token("https://graph.microsoft.com"), f"{local_azure.token()}x"):
        headers = {"Authorization": f"Bearer {token}"}
        answer = local_azure.http.get(f"{ARM}{group}?api-version=2024-03-01", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["error"]["code"].startswith(("InvalidAuthenticationToken", "AuthenticationFailed"))
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
