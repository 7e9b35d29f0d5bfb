"""Vaults are kept when they are deleted: recovered, purged, or in the way of their name."""

from collections.abc import Iterator

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE, TENANT_ID
from tests.local_azure.running import HeldClock, LocalAzure, group_id

CLOCK = HeldClock()
VAULTS = f"{group_id('rg')}/providers/Microsoft.KeyVault/vaults"
DELETED = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/locations/eastus2/deletedVaults"


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure whose time the tests move."""
    with LocalAzure(tmp_path_factory.mktemp("vaults"), clock=CLOCK) as running:
        running.register_all()
        for group in ("rg", "rg-other"):
            running.put(group_id(group), {"location": "eastus2"})
        yield running


def body(**properties: object) -> dict[str, object]:
    sku = {"family": "A", "name": "standard"}
    return {"location": "eastus2", "properties": {"tenantId": TENANT_ID, "sku": sku, **properties}}


def code(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


def test_a_vault_has_an_address_and_soft_delete(azure: LocalAzure) -> None:
    properties = azure.put(f"{VAULTS}/kv-New", body())["properties"]
    assert properties["vaultUri"] == "https://kv-new.vault.azure.net/"
    assert properties["softDeleteRetentionInDays"] == 90
    assert properties["provisioningState"] == "Succeeded"


def test_a_deleted_vault_holds_its_name_until_it_is_purged(azure: LocalAzure) -> None:
    azure.put(f"{VAULTS}/kv-cycle", body())
    assert azure.delete(f"{VAULTS}/kv-cycle").status_code == 200
    assert azure.call("GET", f"{VAULTS}/kv-cycle").status_code == 404
    assert code(azure.call("PUT", f"{VAULTS}/kv-cycle", body())) == (409, "ConflictError")
    elsewhere = f"{VAULTS}/kv-cycle".replace("/rg/", "/rg-other/")
    assert code(azure.call("PUT", elsewhere, body())) == (409, "VaultAlreadyExists")
    listed = azure.call("GET", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/deletedVaults").json()["value"]
    assert f"{VAULTS}/kv-cycle" in [each["properties"]["vaultId"] for each in listed]
    purge = azure.call("POST", f"{DELETED}/kv-cycle/purge")
    assert purge.status_code == 202
    assert azure.finish(purge).status_code == 200
    assert code(azure.call("GET", f"{DELETED}/kv-cycle")) == (404, "DeletedVaultNotFound")
    azure.put(f"{VAULTS}/kv-cycle", body())


def test_a_recovered_vault_is_as_it_was(azure: LocalAzure) -> None:
    before = azure.put(f"{VAULTS}/kv-back", body(enableRbacAuthorization=True) | {"tags": {"a": "b"}})
    azure.delete(f"{VAULTS}/kv-back")
    after = azure.put(f"{VAULTS}/kv-back", body(createMode="recover"))
    assert (after["tags"], after["properties"]) == (before["tags"], before["properties"])
    assert azure.call("GET", f"{DELETED}/kv-back").status_code == 404


def test_recovering_what_was_never_deleted_is_refused(azure: LocalAzure) -> None:
    assert code(azure.call("PUT", f"{VAULTS}/kv-never", body(createMode="recover"))) == (404, "VaultNotFound")


def test_a_protected_vault_cannot_be_purged_before_its_days_are_over(azure: LocalAzure) -> None:
    protected = body(enablePurgeProtection=True, softDeleteRetentionInDays=7)
    azure.put(f"{VAULTS}/kv-kept", protected)
    azure.delete(f"{VAULTS}/kv-kept")
    assert code(azure.call("POST", f"{DELETED}/kv-kept/purge")) == (405, "MethodNotAllowed")
    CLOCK.advance(days=6, hours=23)
    assert azure.call("GET", f"{DELETED}/kv-kept").status_code == 200
    CLOCK.advance(hours=2)
    assert azure.call("GET", f"{DELETED}/kv-kept").status_code == 404
    azure.put(f"{VAULTS}/kv-kept", body())


@pytest.mark.parametrize("change", [{"enablePurgeProtection": False}, {"enablePurgeProtection": None}])
def test_purge_protection_stays_on(azure: LocalAzure, change: dict[str, object]) -> None:
    azure.put(f"{VAULTS}/kv-on", body(enablePurgeProtection=True))
    assert code(azure.call("PUT", f"{VAULTS}/kv-on", body(**change))) == (400, "BadRequest")


def test_purge_protection_stays_on_when_an_update_leaves_it_out(azure: LocalAzure) -> None:
    azure.put(f"{VAULTS}/kv-on2", body(enablePurgeProtection=True))
    assert azure.put(f"{VAULTS}/kv-on2", body() | {"tags": {"a": "b"}})["properties"]["enablePurgeProtection"] is True


def test_an_update_that_leaves_access_policies_out_keeps_them(azure: LocalAzure) -> None:
    policy = {"tenantId": TENANT_ID, "objectId": TENANT_ID, "permissions": {"secrets": ["get"]}}
    azure.put(f"{VAULTS}/kv-pol", body(accessPolicies=[policy]))
    assert azure.put(f"{VAULTS}/kv-pol", body() | {"tags": {"a": "b"}})["properties"]["accessPolicies"] == [policy]


@pytest.mark.parametrize(
    "properties",
    [
        {"tenantId": "other"},
        {"softDeleteRetentionInDays": 6},
        {"softDeleteRetentionInDays": 91},
        {"enableSoftDelete": False},
    ],
)
def test_what_is_wrong_with_a_vault_is_told(azure: LocalAzure, properties: dict[str, object]) -> None:
    assert code(azure.call("PUT", f"{VAULTS}/kv-wrong", body(**properties))) == (400, "BadRequest")


def test_deleting_the_group_keeps_its_vaults(azure: LocalAzure) -> None:
    azure.put(group_id("rg-going"), {"location": "eastus2"})
    azure.put(f"{VAULTS}/kv-going".replace("/rg/", "/rg-going/"), body())
    azure.delete(group_id("rg-going"))
    assert azure.call("GET", f"{DELETED}/kv-going").status_code == 200


def test_no_deleted_hardware_module_is_listed(azure: LocalAzure) -> None:
    answer = azure.call("GET", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/deletedManagedHSMs")
    assert (answer.status_code, answer.json()) == (200, {"value": []})
