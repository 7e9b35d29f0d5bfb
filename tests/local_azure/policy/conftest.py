"""Helpers: policies that are assigned for one test."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.running import LocalAzure

DEFINITIONS = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/policyDefinitions"
ASSIGNMENTS = "providers/Microsoft.Authorization/policyAssignments"

Define = Callable[..., str]
Assign = Callable[..., str]


@pytest.fixture
def define(local_azure: LocalAzure) -> Define:
    """Makes a definition of a condition and returns its id; ``effect`` is deny unless it is given."""

    def made(condition: dict[str, Any], *, effect: str = "deny", **properties: object) -> str:
        path = f"{DEFINITIONS}/test-{uuid.uuid4()}"
        rule = {"if": condition, "then": {"effect": effect}}
        body = {"properties": {"mode": "All", "displayName": "A test's rule", "policyRule": rule, **properties}}
        answer = local_azure.call("PUT", path, body)
        assert answer.status_code == 201, answer.text
        return path

    return made


@pytest.fixture
def assign(local_azure: LocalAzure) -> Iterator[Assign]:
    """Assigns a definition at a scope and returns the assignment's id; what a test assigned is taken off after it."""
    paths: list[str] = []

    def made(scope: str, definition: str, **properties: object) -> str:
        path = f"{scope}/{ASSIGNMENTS}/test-{uuid.uuid4().hex}"
        body = {"properties": {"policyDefinitionId": definition, "displayName": "A test's policy", **properties}}
        answer = local_azure.call("PUT", path, body)
        assert answer.status_code == 201, answer.text
        paths.append(path)
        return path

    yield made
    for path in paths:
        local_azure.call("DELETE", path)
