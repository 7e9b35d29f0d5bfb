"""What settings name by id has to be there, of the right kind, in the right region, and usable."""

from typing import Any

import pytest

from operations.checks.existing_resources import existing_resources
from operations.checks.facts import Resource
from operations.checks.finding import Finding
from tests.operations.checks.conftest import SCOPE, UNSEEN, FakeFacts, planned

GROUP = f"{SCOPE}/resourceGroups/theirs"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/theirs"
STORAGE = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/theirs"
USABLE = {"customSubDomainName": "theirs", "allowProjectManagement": True}


def account(kind: str = "AIServices", location: str = "swedencentral", **properties: object) -> Resource:
    return Resource("Microsoft.CognitiveServices/accounts", location, kind, {**USABLE, **properties})


def found(resource: Any) -> Finding:  # noqa: ANN401 (a resource, none, or why it can't be seen)
    plan = planned(existing={"ai_services": ACCOUNT})
    (one,) = existing_resources(plan, FakeFacts(resources={ACCOUNT: resource}))
    return one


def test_a_usable_account_is_fine() -> None:
    assert found(account()).verdict == "ok"


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        (None, "there is no /subscriptions/"),
        (account(kind="OpenAI"), "is of kind OpenAI"),
        (account(location="eastus"), "is in eastus and the stack in swedencentral"),
        (account(customSubDomainName=None), "no subdomain"),
        (account(allowProjectManagement=False), "doesn't allow projects"),
    ],
)
def test_one_that_can_not_be_used_is_refused_with_the_setting(resource: Resource | None, told: str) -> None:
    one = found(resource)
    assert (one.verdict, one.setting, told in one.message) == ("no", "existing.ai_services", True)


def test_an_id_of_another_type_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(ValueError, match=r"existing\.ai_services is .* no resource id of a Microsoft\.CognitiveServ"):
        planned(existing={"ai_services": STORAGE})


def test_storage_with_a_hierarchical_namespace_is_refused() -> None:
    data_lake = Resource("Microsoft.Storage/storageAccounts", "eastus2", "StorageV2", {"isHnsEnabled": True})
    plan = planned("phi3-custom", existing={"storage_account": STORAGE})
    (one,) = existing_resources(plan, FakeFacts(resources={STORAGE: data_lake}))
    assert (one.verdict, one.setting) == ("no", "existing.storage_account")


def test_a_key_needs_a_vault_with_purge_protection() -> None:
    vault = f"{GROUP}/providers/Microsoft.KeyVault/vaults/theirs"
    identity = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/theirs"
    key = f"https://theirs.vault.azure.net/keys/mine/{'0' * 32}"
    plan = planned(customer_managed_key={"vault": vault, "key": key, "identity": identity})
    there = {each: Resource("", "swedencentral", "", {}) for each in (vault, identity)}
    (one,) = [each for each in existing_resources(plan, FakeFacts(resources=there)) if each.verdict == "no"]
    assert one.setting == "customer_managed_key.vault"


def test_what_can_not_be_looked_up_is_unknown() -> None:
    assert found(UNSEEN).verdict == "unknown"


def test_a_key_of_ones_own_is_refused_with_serverless_tuning() -> None:
    vault = f"{GROUP}/providers/Microsoft.KeyVault/vaults/theirs"
    identity = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/theirs"
    key = f"https://theirs.vault.azure.net/keys/mine/{'0' * 32}"
    with pytest.raises(ValueError, match=r"tunestack:customer_managed_key.*serverless fine-tuning"):
        planned("phi3", customer_managed_key={"vault": vault, "key": key, "identity": identity})
