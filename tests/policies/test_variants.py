"""What settings allow, policies judge as it is meant: choices pass, risks are told, what goes too far is refused."""

import pytest

from tests.policies.declaring import variant

GROUP = "/subscriptions/5ca1ab1e-0000-4000-8000-000000000001/resourceGroups/shared/providers"
KEY = {
    "vault": f"{GROUP}/Microsoft.KeyVault/vaults/kv-keys",
    "key": f"https://kv-keys.vault.azure.net/keys/k/{'0' * 32}",
    "identity": f"{GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/id",
}
EXISTING = {
    "storage_account": f"{GROUP}/Microsoft.Storage/storageAccounts/stshared",
    "key_vault": f"{GROUP}/Microsoft.KeyVault/vaults/kv-shared",
    "log_analytics": f"{GROUP}/Microsoft.OperationalInsights/workspaces/log-shared",
}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("phi3-dev", {"existing": EXISTING}),
        ("phi3-custom-dev", {"customer_managed_key": KEY}),
        ("gpt4o-local", {"openai": {"content_filter": {"severity": "Low"}}}),
    ],
    ids=["existing", "own-key", "stricter-filter"],
)
def test_a_choice_passes(name: str, changes: dict[str, object]) -> None:
    assert [(each.policy.name, each.message) for each in variant(name, **changes).violations()] == []


def test_the_profile_seed_is_told_of_its_three_risks() -> None:
    found = variant("phi3-custom-dev", identity_profile="seed").violations()
    assert {(each.policy.name, each.level) for each in found} == {
        ("authorization-privileged-roles", "advisory"),
        ("machine-learning-datastore-auth", "advisory"),
        ("storage-shared-keys", "advisory"),
    }


@pytest.mark.parametrize(
    ("name", "changes", "policy"),
    [
        ("gpt4o-local", {"openai": {"content_filter": {"off": True}}}, "cognitive-services-content-filter"),
        ("gpt4o-local", {"openai": {"content_filter": {"prompt_shield": False}}}, "cognitive-services-content-filter"),
        ("gpt4o-local", {"openai": {"capacity": 500}}, "cognitive-services-capacity"),
        ("gpt4o-local", {"expiry": "2026-10-06"}, "general-expiry"),
        ("gpt4o-local", {"environment": "prod"}, "network-private-profile"),
    ],
    ids=["filter-off", "shield-off", "capacity", "expiry", "public-production"],
)
def test_what_goes_too_far_is_refused(name: str, changes: dict[str, object], policy: str) -> None:
    found = variant(name, **changes).violations()
    assert policy in {each.policy.name for each in found if each.level == "mandatory"}
