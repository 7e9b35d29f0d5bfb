"""What policies are shown: what isn't known yet is no violation, and configuration changes the answer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from policies.context import Context
from policies.evaluation import findings
from policies.pack import policies
from policies.policy import Policy
from policies.resources import UNKNOWN, Resource, Stack
from tests.policies.declaring import shipped

CONTEXT = Context(
    environment="prod",
    is_private=True,
    identity_profile="least",
    methods=("serverless",),
    day=dt.date(2026, 10, 7),
    catalogue_day=dt.date(2026, 10, 7),
)
FIXED = {"kind", "computeType", "location"}
"""What a program always knows, and what policies tell resources apart by."""


def policy(name: str) -> Policy:
    return next(each for each in policies() if each.name == name)


def messages(name: str, resource: Resource, **changes: Any) -> list[str]:  # noqa: ANN401 (fields of the context)
    return [each.message for each in findings(policy(name), Stack((resource,)), replace(CONTEXT, **changes))]


def resource(kind: str, **inputs: Any) -> Resource:  # noqa: ANN401 (any JSON value)
    return Resource(f"azure-native:{kind}", "one", inputs)


def test_what_a_preview_cannot_know_yet_is_no_violation() -> None:
    platform = shipped("platform-prod")
    hidden = Stack(tuple(replace(each, inputs=_hidden(each.inputs)) for each in platform.stack.resources))
    assert [(each.policy.name, each.message) for each in platform.violations(hidden)] == []


def test_a_rule_whose_ranges_are_not_known_yet_is_no_violation() -> None:
    rule = {"name": "in", "access": "Allow", "direction": "Inbound", "sourceAddressPrefixes": UNKNOWN}
    assert not messages("network-open-inbound", resource("network:NetworkSecurityGroup", securityRules=[rule]))


def test_options_of_a_policy_change_its_answer() -> None:
    deployment = resource("cognitiveservices:Deployment", sku={"capacity": 150})
    assert messages("cognitive-services-capacity", deployment)
    assert not messages("cognitive-services-capacity", deployment, options={"limit": 200})


def test_regions_and_models_can_be_narrowed_to_a_list() -> None:
    vault = resource("keyvault:Vault", location="East US 2")
    assert not messages("general-allowed-regions", vault)
    assert messages("general-allowed-regions", vault, options={"allowed": ["swedencentral"]})
    deployment = resource("cognitiveservices:Deployment", properties={"model": {"name": "gpt-4.1-mini"}})
    assert not messages("cognitive-services-allowed-models", deployment)
    assert messages("cognitive-services-allowed-models", deployment, options={"allowed": ["gpt-4.1-nano"]})


def test_a_retired_model_is_allowed_on_a_day_on_which_it_was_live() -> None:
    settings = {"modelId": "azureml://registries/azureml/models/Phi-3-mini-128k-instruct/versions/13"}
    endpoint = resource("machinelearningservices:ServerlessEndpoint", properties={"modelSettings": settings})
    assert messages("cognitive-services-allowed-models", endpoint)
    assert not messages("cognitive-services-allowed-models", endpoint, catalogue_day=dt.date(2025, 6, 30))


def test_the_same_expiry_is_over_on_one_day_and_not_on_another() -> None:
    vault = resource("keyvault:Vault", tags={"expiry": "2026-12-31"})
    assert not messages("general-expiry", vault, day=dt.date(2026, 12, 31))
    assert messages("general-expiry", vault, day=dt.date(2027, 1, 1))


def test_public_addresses_are_nothing_to_the_public_profile() -> None:
    account = resource("storage:StorageAccount", publicNetworkAccess="Enabled")
    assert messages("storage-public-network", account)
    assert not messages("storage-public-network", account, is_private=False)


def test_production_must_have_the_private_profile() -> None:
    anything = resource("resources:ResourceGroup")
    assert not messages("network-private-profile", anything)
    assert messages("network-private-profile", anything, is_private=False) == [
        "tunestack:network.profile is public. Fix: set tunestack:network.profile to private"
    ]


@pytest.mark.parametrize(
    ("location", "sku", "environment", "refused"),
    [
        ("eastus2", "Standard_ZRS", "prod", True),
        ("eastus2", "Standard_GZRS", "prod", False),
        ("italynorth", "Standard_ZRS", "prod", False),  # paired with no other region
        ("eastus2", "Standard_ZRS", "dev", False),
        ("eastus2", "Standard_LRS", "dev", True),
        ("northcentralus", "Standard_LRS", "dev", False),  # has no zones
        ("northcentralus", "Standard_LRS", "prod", True),
    ],
)
def test_redundancy_is_asked_for_as_far_as_a_region_has_it(
    location: str, sku: str, environment: str, *, refused: bool
) -> None:
    account = resource("storage:StorageAccount", location=location, sku={"name": sku})
    assert bool(messages("storage-redundancy", account, environment=environment)) is refused


def test_outbound_access_without_approval_does_outside_of_production() -> None:
    hub = resource("machinelearningservices:Workspace", managedNetwork={"isolationMode": "AllowInternetOutbound"})
    assert messages("machine-learning-managed-network", hub)
    assert not messages("machine-learning-managed-network", hub, environment="dev")


def test_giving_roles_is_allowed_with_a_condition() -> None:
    giving = "/providers/Microsoft.Authorization/roleDefinitions/f58310d9-a9f6-439a-9e8d-f62e7b41a168"
    assert messages("authorization-privileged-roles", resource("authorization:RoleAssignment", roleDefinitionId=giving))
    bounded = resource("authorization:RoleAssignment", roleDefinitionId=giving, condition="(@Request...)")
    assert not messages("authorization-privileged-roles", bounded)


def test_trusted_owners_can_be_named() -> None:
    credential = resource(
        "managedidentity:FederatedIdentityCredential",
        subject="repo:somebody/tunestack:environment:prod",
        issuer="https://token.actions.githubusercontent.com",
        audiences=["api://AzureADTokenExchange"],
    )
    assert not messages("authorization-federated-subject", credential)
    assert messages("authorization-federated-subject", credential, options={"owners": ["us"]})


@pytest.mark.parametrize(
    "shape",
    [
        "-----BEGIN RSA PRIVATE KEY-----",  # pragma: allowlist secret
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2ln",  # pragma: allowlist secret
        f"{'a' * 86}==",
        f"abc8Q~{'a' * 34}",
    ],
)
def test_what_looks_like_a_secret_is_found_wherever_it_stands_and_never_shown(shape: str) -> None:
    vault = resource("keyvault:Vault", properties={"list": [{"deep": shape}]})
    (message,) = messages("general-plain-secrets", vault)
    assert message.startswith("properties.list[0].deep looks like")
    assert shape not in message


def test_the_address_of_a_secret_is_none() -> None:
    address = "https://kv-tunestack.vault.azure.net/secrets/one"
    addressed = {"keyVaultSecret": address, "secretName": "one"}  # pragma: allowlist secret
    assert not messages("general-plain-secrets", resource("keyvault:Vault", properties=addressed))


def test_our_own_resources_are_looked_through_to_what_they_were_made_from() -> None:
    logs = Resource("azure-native:operationalinsights:Workspace", "logs", {}, urn="logs")
    ours = Resource("tunestack:index:PermanentDeletion", "gone", {}, urn="gone", refers_to={"resourceId": ("logs",)})
    setting = Resource(
        "azure-native:monitor:DiagnosticSetting",
        "s",
        {"workspaceId": "x"},
        urn="s",
        refers_to={"resourceUri": ("gone",)},
    )
    assert not list(findings(policy("monitoring-diagnostics"), Stack((logs, ours, setting)), CONTEXT))
    assert list(findings(policy("monitoring-diagnostics"), Stack((logs, setting)), CONTEXT))


def test_a_lock_on_the_group_is_one_on_what_it_names_alone() -> None:
    account = Resource("azure-native:storage:StorageAccount", "storage", {}, urn="storage")
    lock = Resource(
        "azure-native:authorization:ManagementLockByScope", "lock", {}, urn="lock", refers_to={"scope": ("storage",)}
    )
    assert list(findings(policy("protection-data"), Stack((account,)), CONTEXT))
    assert not list(findings(policy("protection-data"), Stack((account, lock)), CONTEXT))


def _hidden(value: Any, key: str = "") -> Any:  # noqa: ANN401 (any JSON value)
    if isinstance(value, Mapping):
        return {name: _hidden(member, name) for name, member in value.items()}
    if key in FIXED:
        return value
    return UNKNOWN
