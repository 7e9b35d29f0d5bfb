"""Names are within each service's rules, the same each time and different between stacks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.resource_types import by_type
from infra.naming import Names

NAMES = st.builds(
    Names,
    prefix=st.from_regex(r"[a-z][a-z0-9]{1,9}", fullmatch=True),
    journey=st.just("phi3"),
    environment=st.from_regex(r"[a-z][a-z0-9]{1,7}", fullmatch=True),
    subscription_id=st.uuids().map(str),
    stack=st.text(min_size=1, max_size=40),
)
TYPES = {
    "resource_group": "Microsoft.Resources/resourceGroups",
    "storage_account": "Microsoft.Storage/storageAccounts",
    "key_vault": "Microsoft.KeyVault/vaults",
    "container_registry": "Microsoft.ContainerRegistry/registries",
    "log_analytics_workspace": "Microsoft.OperationalInsights/workspaces",
    "application_insights": "Microsoft.Insights/components",
    "ai_services": "Microsoft.CognitiveServices/accounts",
    "identity": "Microsoft.ManagedIdentity/userAssignedIdentities",
    "job_identity": "Microsoft.ManagedIdentity/userAssignedIdentities",
    "endpoint_identity": "Microsoft.ManagedIdentity/userAssignedIdentities",
    "deployer_identity": "Microsoft.ManagedIdentity/userAssignedIdentities",
    "hub": "Microsoft.MachineLearningServices/workspaces",
    "workspace": "Microsoft.MachineLearningServices/workspaces",
    "gpu_cluster": "Microsoft.MachineLearningServices/workspaces/computes",
    "cpu_cluster": "Microsoft.MachineLearningServices/workspaces/computes",
    "project": "Microsoft.MachineLearningServices/workspaces",
    "foundry_project": "Microsoft.CognitiveServices/accounts/projects",
    "content_filter": "Microsoft.CognitiveServices/accounts/raiPolicies",
}


@pytest.mark.parametrize("resource", TYPES)
@given(names=NAMES)
def test_a_name_keeps_to_the_rules_of_its_service(resource: str, names: Names) -> None:
    name: str = getattr(names, resource)
    rule = by_type(TYPES[resource]).name
    assert (rule.min or 1) <= len(name) <= (rule.max or 260)
    assert rule.pattern is None or re.fullmatch(rule.pattern, name)


@given(names=NAMES)
def test_a_vault_name_has_no_two_hyphens_in_a_row_and_ends_in_a_letter_or_digit(names: Names) -> None:
    assert "--" not in names.key_vault
    assert names.key_vault[0].isalpha()
    assert names.key_vault[-1].isalnum()


def names_of(*, subscription_id: str = "s1", stack: str = "phi3-dev", environment: str = "dev") -> Names:
    return Names("tunestack", "phi3", environment, subscription_id, stack)


def test_names_are_the_same_each_time() -> None:
    assert names_of() == names_of()
    assert names_of().storage_account == "sttunestack" + names_of().key_vault.rsplit("-", 1)[1]


@pytest.mark.parametrize("other", [{"subscription_id": "s2"}, {"stack": "phi3-dev2"}, {"environment": "prod"}])
@pytest.mark.parametrize("resource", ["storage_account", "key_vault", "container_registry", "ai_services", "hub"])
def test_names_differ_between_stacks_groups_and_subscriptions(other: dict[str, str], resource: str) -> None:
    assert getattr(names_of(**other), resource) != getattr(names_of(), resource)


def test_the_case_of_a_subscription_id_does_not_matter() -> None:
    assert names_of(subscription_id="ABC").key_vault == names_of(subscription_id="abc").key_vault
