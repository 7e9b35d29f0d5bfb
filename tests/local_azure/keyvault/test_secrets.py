"""Secrets on a vault's own host, and by ARM: set, read, kept after they are deleted, open to those with the role."""

from collections.abc import Iterator

import pytest

from local_azure.identity import TENANT_ID
from tests.local_azure.keyvault.vaults import SECRETS_OFFICER, SECRETS_USER, Vault, inner, make_vault, vault_body
from tests.local_azure.running import HeldClock, LocalAzure, group_id

READER = "66666666-6666-4666-8666-666666666666"
STRANGER = "55555555-5555-4555-8555-555555555555"
VALUE = "not-a-real-secret"  # pragma: allowlist secret


@pytest.fixture
def vault(local_azure: LocalAzure, group: str) -> Vault:
    return make_vault(local_azure, group, SECRETS_OFFICER)


def test_without_a_token_the_answer_says_where_to_sign_in(vault: Vault) -> None:
    answer = vault.azure.http.get(f"{vault.host}/secrets/one?api-version=7.4")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == (
        f'Bearer authorization="https://login.microsoftonline.com/{TENANT_ID}", resource="https://vault.azure.net"'
    )


def test_a_token_for_something_else_is_refused_with_the_same_challenge(vault: Vault) -> None:
    answer = vault.call("GET", "secrets/one", token=vault.azure.token())
    assert answer.status_code == 401
    assert "vault.azure.net" in answer.headers["WWW-Authenticate"]


def test_a_secret_comes_back_as_it_was_set_with_all_its_versions(vault: Vault) -> None:
    sent = {"value": VALUE, "contentType": "text/plain", "attributes": {"exp": 1900000000}, "tags": {"a": "b"}}
    first = vault.call("PUT", "secrets/one", sent).json()
    second = vault.call("PUT", "secrets/one", {"value": "newer"}).json()
    assert second["id"] != first["id"]
    assert first["id"].startswith(f"{vault.host}/secrets/one/")
    for newest in ("secrets/one", "secrets/one/"):  # azure-keyvault-secrets sends the second
        assert vault.call("GET", newest).json()["value"] == "newer"
    old = vault.call("GET", f"secrets/one/{first['id'].rpartition('/')[2]}").json()
    assert (old["value"], old["contentType"], old["tags"]) == (VALUE, "text/plain", {"a": "b"})
    assert old["attributes"]["exp"] == 1900000000
    assert old["attributes"]["recoveryLevel"] == "Recoverable+Purgeable"
    versions = vault.call("GET", "secrets/one/versions").json()["value"]
    assert [each["id"] for each in versions] == [first["id"], second["id"]]
    listed = vault.call("GET", "secrets").json()["value"]
    assert [(each["id"], "value" in each) for each in listed] == [(f"{vault.host}/secrets/one", False)]


def test_a_disabled_secret_is_not_given_out_until_it_is_enabled_again(vault: Vault) -> None:
    made = vault.call("PUT", "secrets/one", {"value": VALUE, "attributes": {"enabled": False}}).json()
    assert inner(vault.call("GET", "secrets/one")) == (403, "Forbidden", "SecretDisabled")
    version = made["id"].rpartition("/")[2]
    changed = vault.call("PATCH", f"secrets/one/{version}", {"attributes": {"enabled": True}}).json()
    assert "value" not in changed
    assert vault.call("GET", "secrets/one").json()["value"] == VALUE


def test_a_deleted_secret_holds_its_name_until_it_is_recovered_or_purged(vault: Vault) -> None:
    vault.call("PUT", "secrets/one", {"value": VALUE}).raise_for_status()
    deleted = vault.call("DELETE", "secrets/one").json()
    assert deleted["recoveryId"] == f"{vault.host}/deletedsecrets/one"
    assert deleted["scheduledPurgeDate"] - deleted["deletedDate"] == 90 * 24 * 3600
    assert inner(vault.call("GET", "secrets/one"))[:2] == (404, "SecretNotFound")
    taken = inner(vault.call("PUT", "secrets/one", {"value": "other"}))
    assert taken == (409, "Conflict", "ObjectIsDeletedButRecoverable")
    assert len(vault.call("GET", "deletedsecrets").json()["value"]) == 1
    vault.call("POST", "deletedsecrets/one/recover").raise_for_status()
    assert vault.call("GET", "secrets/one").json()["value"] == VALUE
    vault.call("DELETE", "secrets/one").raise_for_status()
    assert vault.call("DELETE", "deletedsecrets/one").status_code == 204
    assert vault.call("GET", "deletedsecrets/one").status_code == 404
    vault.call("PUT", "secrets/one", {"value": "other"}).raise_for_status()


def test_purge_protection_keeps_deleted_secrets(local_azure: LocalAzure, group: str) -> None:
    vault = make_vault(local_azure, group, SECRETS_OFFICER, enablePurgeProtection=True)
    vault.call("PUT", "secrets/one", {"value": VALUE}).raise_for_status()
    vault.call("DELETE", "secrets/one").raise_for_status()
    assert vault.call("DELETE", "deletedsecrets/one").status_code == 403
    assert vault.call("GET", "deletedsecrets/one").status_code == 200


def test_a_role_opens_what_it_names_and_no_more(vault: Vault) -> None:
    vault.call("PUT", "secrets/one", {"value": VALUE}).raise_for_status()
    vault.call("PUT", "secrets/two", {"value": VALUE}).raise_for_status()
    refused = vault.call("GET", "secrets/one", object_id=READER)
    assert inner(refused) == (403, "Forbidden", "ForbiddenByRbac")
    assert "Microsoft.KeyVault/vaults/secrets/getSecret/action" in refused.json()["error"]["message"]
    vault.assign(SECRETS_USER, READER, f"{vault.id}/secrets/one")
    assert vault.call("GET", "secrets/one", object_id=READER).json()["value"] == VALUE
    assert vault.call("GET", "secrets/two", object_id=READER).status_code == 403
    assert vault.call("PUT", "secrets/one", {"value": "x"}, object_id=READER).status_code == 403


def test_a_vault_with_access_policies_goes_by_them_alone(local_azure: LocalAzure, group: str) -> None:
    policy = {"tenantId": TENANT_ID, "objectId": READER, "permissions": {"secrets": ["Get", "Set"]}}
    vault = make_vault(local_azure, group, SECRETS_OFFICER, enableRbacAuthorization=False, accessPolicies=[policy])
    vault.call("PUT", "secrets/one", {"value": VALUE}, object_id=READER).raise_for_status()
    assert vault.call("GET", "secrets/one", object_id=READER).json()["value"] == VALUE
    assert inner(vault.call("DELETE", "secrets/one", object_id=READER)) == (403, "Forbidden", "AccessDenied")
    assert inner(vault.call("GET", "secrets/one")) == (403, "Forbidden", "AccessDenied")


@pytest.mark.parametrize(
    "sent", [{}, {"value": 1}, {"value": "x" * 25_601}, {"value": "x", "attributes": {"exp": "y"}}]
)
def test_what_is_no_secret_is_refused(vault: Vault, sent: dict[str, object]) -> None:
    assert inner(vault.call("PUT", "secrets/one", sent))[:2] == (400, "BadParameter")


def test_arm_sets_a_secret_and_never_shows_its_value(vault: Vault) -> None:
    body = {"properties": {"value": VALUE, "contentType": "text/plain", "attributes": {"exp": 1900000000}}}
    made = vault.azure.call("PUT", f"{vault.id}/secrets/one", body)
    assert VALUE not in made.text
    assert made.json()["properties"]["secretUri"] == f"{vault.host}/secrets/one"
    assert vault.call("GET", "secrets/one").json()["value"] == VALUE
    again = vault.azure.call("PUT", f"{vault.id}/secrets/one", body).json()
    assert again["properties"] == made.json()["properties"]
    newer = {"properties": {"value": "newer", "contentType": "text/plain"}}
    changed = vault.azure.call("PUT", f"{vault.id}/secrets/one", newer).json()
    assert changed["properties"]["secretUriWithVersion"] != made.json()["properties"]["secretUriWithVersion"]
    assert vault.azure.call("DELETE", f"{vault.id}/secrets/one").status_code == 405


def test_arm_and_the_vaults_host_show_the_same_secrets(vault: Vault) -> None:
    vault.call("PUT", "secrets/one", {"value": VALUE}).raise_for_status()
    listed = vault.azure.call("GET", f"{vault.id}/secrets").json()["value"]
    assert [each["name"] for each in listed] == ["one"]
    vault.call("DELETE", "secrets/one").raise_for_status()
    assert vault.azure.call("GET", f"{vault.id}/secrets/one").status_code == 404
    refused = vault.azure.call("PUT", f"{vault.id}/secrets/one", {"properties": {"value": VALUE}})
    assert refused.status_code == 409
    vault.call("POST", "deletedsecrets/one/recover").raise_for_status()
    assert vault.azure.call("GET", f"{vault.id}/secrets/one").status_code == 200


@pytest.fixture(scope="module")
def clocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    with LocalAzure(tmp_path_factory.mktemp("secrets"), clock=CLOCK) as running:
        running.register_all()
        running.put(group_id("rg"), {"location": "eastus2"})
        yield running


CLOCK = HeldClock()


def test_a_recovered_vault_has_its_secrets_and_one_made_again_after_a_purge_has_none(clocked: LocalAzure) -> None:
    vault = make_vault(clocked, group_id("rg"), SECRETS_OFFICER)
    vault.call("PUT", "secrets/one", {"value": VALUE}).raise_for_status()
    clocked.delete(vault.id)
    assert vault.call("GET", "secrets/one").status_code == 404
    clocked.put(vault.id, vault_body(createMode="recover"))
    vault.assign(SECRETS_OFFICER)
    assert vault.call("GET", "secrets/one").json()["value"] == VALUE
    assert clocked.call("GET", f"{vault.id}/secrets/one").status_code == 200
    clocked.delete(vault.id)
    CLOCK.advance(days=91)
    clocked.put(vault.id, vault_body())
    vault.assign(SECRETS_OFFICER)
    assert vault.call("GET", "secrets").json()["value"] == []
    assert clocked.platform.store.items("vault_secrets", vault.id.lower()) == []


def test_a_deleted_secret_is_gone_when_its_days_are_over(clocked: LocalAzure) -> None:
    vault = make_vault(clocked, group_id("rg"), SECRETS_OFFICER, softDeleteRetentionInDays=7)
    vault.call("PUT", "secrets/one", {"value": VALUE}).raise_for_status()
    vault.call("DELETE", "secrets/one").raise_for_status()
    CLOCK.advance(days=7)
    assert vault.call("GET", "deletedsecrets").json()["value"] == []
    vault.call("PUT", "secrets/one", {"value": VALUE}).raise_for_status()


def test_a_closed_vault_says_how_it_is_closed(vault: Vault) -> None:
    vault.azure.put(vault.id, vault_body(publicNetworkAccess="Disabled"))
    assert inner(vault.call("GET", "secrets")) == (403, "Forbidden", "ForbiddenByConnection")
    rules = {"defaultAction": "Deny", "bypass": "AzureServices", "ipRules": [], "virtualNetworkRules": []}
    vault.azure.put(vault.id, vault_body(networkAcls=rules))
    refused = vault.call("GET", "secrets")
    assert inner(refused) == (403, "Forbidden", "ForbiddenByFirewall")
    assert "Client address: 203.0.113.10" in refused.json()["error"]["message"]
    by_arm = vault.azure.call("PUT", f"{vault.id}/secrets/one", {"properties": {"value": VALUE}})
    assert by_arm.status_code == 201


def test_a_closed_vault_is_open_through_its_private_endpoint(vault: Vault, group: str) -> None:
    from tests.local_azure.network.networks import link_body, make_endpoint, make_network, make_zone, make_zone_group

    azure = vault.azure
    azure.put(vault.id, vault_body(publicNetworkAccess="Disabled"))
    subnet = make_network(azure, group)
    endpoint = make_endpoint(azure, group, subnet, vault.id, "vault")
    zone = make_zone(azure, group, "privatelink.vaultcore.azure.net")
    make_zone_group(azure, endpoint, zone)
    azure.put(f"{zone}/virtualNetworkLinks/link", link_body(subnet))
    headers = {"Authorization": f"Bearer {azure.token('https://vault.azure.net')}"}
    with azure.inside(subnet) as client:
        assert client.get(f"{vault.host}/secrets?api-version=7.4", headers=headers).status_code == 200
    assert vault.call("GET", "secrets").status_code == 403
    shown = azure.call("GET", vault.id).json()["properties"]["privateEndpointConnections"]
    assert [each["properties"]["privateEndpoint"]["id"] for each in shown] == [endpoint]
