"""Fixtures: an AI Services account that manages projects, made anew for each test."""

import pytest

from tests.local_azure.running import LocalAzure

ACCOUNT = {
    "location": "eastus2",
    "kind": "AIServices",
    "sku": {"name": "S0"},
    "identity": {"type": "SystemAssigned"},
    "properties": {"allowProjectManagement": True},
}


@pytest.fixture
def account(local_azure: LocalAzure, group: str) -> str:
    """The id of an account of the test's own, in East US 2."""
    name = f"ai-{group.rsplit('-', 1)[-1]}"
    made = f"{group}/providers/Microsoft.CognitiveServices/accounts/{name}"
    body = {**ACCOUNT, "properties": {"allowProjectManagement": True, "customSubDomainName": name}}
    local_azure.put(made, body)
    return made
