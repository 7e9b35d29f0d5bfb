"""Any resource type goes through the same checks, in Azure's order and words."""

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.running import LocalAzure, group_id

REGISTRIES = "providers/Microsoft.ContainerRegistry/registries"
IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"
REGISTRY = {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}}


def refusal(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        (f"{IDENTITIES}z/x12", {}, (400, "InvalidResourceType")),
        (f"{IDENTITIES}/x12", {}, (400, "LocationRequired")),
        (f"{IDENTITIES}/x12", {"location": "atlantis"}, (400, "LocationNotAvailableForResourceType")),
        (f"{IDENTITIES}/-x", {"location": "eastus2"}, (400, "InvalidResourceName")),
        (f"{IDENTITIES}/{'x' * 129}", {"location": "eastus2"}, (400, "InvalidResourceName")),
        (f"{IDENTITIES}/x12", ["a list"], (400, "InvalidRequestContent")),
        (f"{IDENTITIES}/none/federatedIdentityCredentials/abc", {}, (404, "ParentResourceNotFound")),
    ],
)
def test_what_is_wrong_with_a_put_is_told(
    local_azure: LocalAzure, group: str, path: str, body: object, expected: tuple[int, str]
) -> None:
    assert refusal(local_azure.call("PUT", f"{group}/{path}", body)) == expected


def test_a_put_into_a_missing_group_is_refused(local_azure: LocalAzure) -> None:
    answer = local_azure.call("PUT", f"{group_id('rg-none')}/{IDENTITIES}/x12", {"location": "eastus2"})
    assert refusal(answer) == (404, "ResourceGroupNotFound")


def test_a_foreign_subscription_is_not_found(local_azure: LocalAzure) -> None:
    answer = local_azure.call("GET", f"/subscriptions/{'0' * 8}-0000-4000-8000-000000000000/resourceGroups/x")
    assert refusal(answer) == (404, "SubscriptionNotFound")


def test_a_call_needs_an_api_version_of_the_right_form(local_azure: LocalAzure, group: str) -> None:
    assert refusal(local_azure.call("GET", group, api="")) == (400, "MissingApiVersionParameter")
    assert refusal(local_azure.call("GET", group, api="2024-13-01")) == (400, "InvalidApiVersionParameter")


def test_a_missing_resource_is_told_with_type_name_and_group(local_azure: LocalAzure, group: str) -> None:
    answer = local_azure.call("GET", f"{group}/{IDENTITIES}/none")
    assert refusal(answer) == (404, "ResourceNotFound")
    assert "'Microsoft.ManagedIdentity/userAssignedIdentities/none' under resource group" in answer.text


def test_a_call_without_token_is_401_with_a_challenge(local_azure: LocalAzure, group: str) -> None:
    answer = local_azure.http.get(f"https://management.azure.com{group}?api-version=2024-10-01")
    assert refusal(answer) == (401, "AuthenticationFailed")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer authorization_uri=")


def test_a_token_for_storage_does_not_open_arm(local_azure: LocalAzure, group: str) -> None:
    answer = local_azure.call("GET", group, token=local_azure.token("https://storage.azure.com"))
    assert refusal(answer) == (401, "InvalidAuthenticationTokenAudience")


def test_ids_compare_without_case_and_double_slashes_are_one(local_azure: LocalAzure, group: str) -> None:
    made = local_azure.put(f"{group}/{IDENTITIES}/id-Case", {"location": "eastus2"})
    odd = f"{group}/providers/microsoft.managedidentity//USERASSIGNEDIDENTITIES/ID-CASE".replace("Groups", "groups")
    assert local_azure.call("GET", odd).json() == made
    changed = local_azure.call("PUT", odd, {"location": "eastus2", "tags": {"a": "b"}}).json()
    assert changed["id"] == made["id"]
    assert changed["properties"] == made["properties"]


def test_an_extension_in_the_tables_case_is_answered_whatever_the_client_wrote(
    local_azure: LocalAzure, group: str
) -> None:
    made = local_azure.put(
        f"{group}/providers/microsoft.managedidentity/userassignedidentities/id-2", {"location": "eastus2"}
    )
    assert made["id"] == f"{group}/{IDENTITIES}/id-2"
    assert made["type"] == "Microsoft.ManagedIdentity/userAssignedIdentities"


def test_the_same_put_again_changes_nothing(local_azure: LocalAzure, group: str) -> None:
    first = local_azure.put(f"{group}/{IDENTITIES}/id-same", {"location": "eastus2", "tags": {"a": "b"}})
    again = local_azure.call("PUT", f"{group}/{IDENTITIES}/id-same", {"location": "East US 2", "tags": {"a": "b"}})
    assert (again.status_code, again.json()) == (200, first)


def test_read_only_members_that_come_back_are_ignored(local_azure: LocalAzure, group: str) -> None:
    first = local_azure.put(f"{group}/{REGISTRIES}/regback12345", REGISTRY)
    again = local_azure.call("PUT", f"{group}/{REGISTRIES}/regback12345", first)
    assert (again.status_code, again.json()) == (200, first)


def test_a_patch_merges_and_null_takes_away(local_azure: LocalAzure, group: str) -> None:
    identity = f"{group}/{IDENTITIES}/id-patch"
    local_azure.put(identity, {"location": "eastus2", "tags": {"a": "1", "b": "2"}})
    answer = local_azure.call("PATCH", identity, {"tags": {"b": None, "c": "3"}})
    assert (answer.status_code, answer.json()["tags"]) == (200, {"a": "1", "c": "3"})


def test_what_has_no_patch_on_azure_has_none_here(local_azure: LocalAzure, group: str) -> None:
    lock = f"{group}/providers/Microsoft.Authorization/locks/kept"
    first = local_azure.put(lock, {"properties": {"level": "CanNotDelete"}})
    answer = local_azure.call("PATCH", lock, {"properties": {"notes": "changed"}})
    assert refusal(answer) == (405, "MethodNotAllowed")
    assert local_azure.call("GET", lock).json() == first
    local_azure.delete(lock)


@pytest.mark.parametrize(
    "path",
    [
        "providers/Microsoft.Storage/storageAccounts/sthasnodelete/blobServices/default",
        "providers/Microsoft.KeyVault/vaults/kv-has-no-delete/secrets/word",
        "providers/Microsoft.Quota/quotas/standardESv3Family",
    ],
)
def test_what_has_no_delete_on_azure_has_none_here(local_azure: LocalAzure, group: str, path: str) -> None:
    refused = local_azure.call("DELETE", f"{group}/{path}")
    assert refusal(refused) == (405, "MethodNotAllowed")
    assert all(part in refused.json()["error"]["message"] for part in ("has no DELETE", path.split("/")[1]))


def test_what_has_no_delete_goes_with_what_it_belongs_to(local_azure: LocalAzure, group: str) -> None:
    account = f"{group}/providers/Microsoft.Storage/storageAccounts/stgoeswhole"
    local_azure.put(account, {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}})
    service = f"{account}/blobServices/default"
    local_azure.put(service, {"properties": {"deleteRetentionPolicy": {"enabled": True, "days": 7}}})
    assert local_azure.call("DELETE", service).status_code == 405
    assert local_azure.call("GET", service).json()["properties"]["deleteRetentionPolicy"]["days"] == 7
    local_azure.delete(account)
    assert local_azure.call("GET", service).status_code == 404


def test_a_resource_stays_in_its_region(local_azure: LocalAzure, group: str) -> None:
    local_azure.put(f"{group}/{IDENTITIES}/id-place", {"location": "eastus2"})
    answer = local_azure.call("PUT", f"{group}/{IDENTITIES}/id-place", {"location": "westus"})
    assert refusal(answer) == (409, "InvalidResourceLocation")


def test_what_is_fixed_at_creation_cannot_change(local_azure: LocalAzure, group: str) -> None:
    registry = f"{group}/{REGISTRIES}/regfixed12345"
    local_azure.put(registry, REGISTRY)
    answer = local_azure.call("PUT", registry, REGISTRY | {"properties": {"zoneRedundancy": "Enabled"}})
    assert refusal(answer) == (409, "PropertyChangeNotAllowed")


def test_a_name_taken_elsewhere_is_refused_in_the_services_own_words(local_azure: LocalAzure, group: str) -> None:
    local_azure.put(f"{group}/{REGISTRIES}/regtaken12345", REGISTRY)
    local_azure.put(group_id("rg-second"), {"location": "eastus2"})
    answer = local_azure.call("PUT", f"{group_id('rg-second')}/{REGISTRIES}/REGTAKEN12345", REGISTRY)
    assert refusal(answer) == (409, "AlreadyInUse")
    assert local_azure.call("GET", f"{group_id('rg-second')}/{REGISTRIES}/regtaken12345").status_code == 404


@pytest.mark.parametrize(
    ("name", "reason"), [("regchecked12345", "AlreadyExists"), ("a", "AccountNameInvalid"), ("regfree12345", None)]
)
def test_availability_of_a_name_can_be_asked_for(
    local_azure: LocalAzure, group: str, name: str, reason: str | None
) -> None:
    local_azure.put(f"{group}/{REGISTRIES}/regchecked12345", REGISTRY)
    path = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.ContainerRegistry/checkNameAvailability"
    answer = local_azure.call("POST", path, {"name": name, "type": "Microsoft.ContainerRegistry/registries"}).json()
    assert (answer["nameAvailable"], answer.get("reason")) == (reason is None, reason)
    local_azure.delete(f"{group}/{REGISTRIES}/regchecked12345")


def test_an_etag_that_does_not_fit_is_refused(local_azure: LocalAzure, group: str) -> None:
    component = f"{group}/providers/Microsoft.Insights/components/appi"
    body = {"location": "eastus2", "kind": "web", "properties": {"Application_Type": "web"}}
    etag = local_azure.put(component, body)["etag"]
    changed = body | {"tags": {"a": "b"}}
    assert refusal(local_azure.call("PUT", component, changed, If_Match='"other"')) == (412, "PreconditionFailed")
    assert refusal(local_azure.call("PUT", component, changed, If_None_Match="*")) == (412, "PreconditionFailed")
    answer = local_azure.call("PUT", component, changed, If_Match=etag)
    assert answer.status_code == 200
    assert answer.json()["etag"] != etag


def test_deleting_what_is_not_there_is_204(local_azure: LocalAzure, group: str) -> None:
    assert local_azure.call("DELETE", f"{group}/{IDENTITIES}/none").status_code == 204


def test_deleting_a_resource_takes_its_children_along(local_azure: LocalAzure, group: str) -> None:
    identity = f"{group}/{IDENTITIES}/id-parent"
    child = f"{identity}/federatedIdentityCredentials/github"
    local_azure.put(identity, {"location": "eastus2"})
    local_azure.put(child, {"properties": {"issuer": "https://i", "subject": "s", "audiences": ["a"]}})
    assert [each["name"] for each in local_azure.call("GET", child.rsplit("/", 1)[0]).json()["value"]] == ["github"]
    assert local_azure.delete(identity).status_code == 200
    assert local_azure.platform.resources.get(child) is None


def test_types_are_listed_by_group_and_by_subscription(local_azure: LocalAzure, group: str) -> None:
    made = local_azure.put(f"{group}/{IDENTITIES}/id-list", {"location": "eastus2"})
    assert local_azure.call("GET", f"{group}/{IDENTITIES}").json() == {"value": [made]}
    everywhere = local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/{IDENTITIES}").json()["value"]
    assert made in everywhere
    assert refusal(local_azure.call("GET", f"{group_id('rg-none')}/{IDENTITIES}")) == (404, "ResourceGroupNotFound")


def test_an_action_that_a_type_lacks_is_refused_naming_those_it_has(local_azure: LocalAzure, group: str) -> None:
    local_azure.put(f"{group}/{IDENTITIES}/id-action", {"location": "eastus2"})
    answer = local_azure.call("POST", f"{group}/{IDENTITIES}/id-action/explode", {})
    assert refusal(answer) == (501, "NotSupportedByLocalAzure")


def test_answers_carry_request_ids_and_what_is_left_of_the_rate(local_azure: LocalAzure, group: str) -> None:
    sent = {"x_ms_client_request_id": "mine", "x_ms_return_client_request_id": "true"}
    answer = local_azure.call("GET", group, **sent)
    assert answer.headers["x-ms-client-request-id"] == "mine"
    assert answer.headers["x-ms-request-id"]
    assert 0 <= int(answer.headers["x-ms-ratelimit-remaining-subscription-reads"]) < 250


def test_a_body_beyond_the_limit_is_refused(local_azure: LocalAzure, group: str) -> None:
    body = {"location": "eastus2", "tags": {"a": "x" * (4 * 1024 * 1024)}}
    assert refusal(local_azure.call("PUT", f"{group}/{IDENTITIES}/id-big", body)) == (413, "RequestContentTooLarge")
