"""Patterns of actions are read as Azure reads them."""

import pytest

from operations.checks.actions import allowing
from operations.checks.facts import Permission


@pytest.mark.parametrize(
    ("pattern", "action", "allowed"),
    [
        ("*", "Microsoft.Storage/storageAccounts/write", True),
        ("*/read", "Microsoft.Storage/storageAccounts/read", True),
        ("*/read", "Microsoft.Storage/storageAccounts/write", False),
        ("Microsoft.CognitiveServices/*", "microsoft.cognitiveservices/accounts/deployments/write", True),
        ("Microsoft.A/b/*/assign/action", "Microsoft.A/b/assign/action", True),
        ("Microsoft.A/b/*/assign/action", "Microsoft.A/b/c/d/assign/action", True),
        ("Microsoft.A/b", "Microsoft.A/bc", False),
        ("Microsoft.A.b/c", "Microsoft.AXb/c", False),
    ],
)
def test_a_pattern_allows_what_it_spans(pattern: str, action: str, allowed: bool) -> None:
    assert bool(allowing(action, [Permission((pattern,))])) is allowed


def test_what_a_role_takes_out_is_not_allowed_by_it_but_may_be_by_another() -> None:
    contributor = Permission(("*",), ("Microsoft.Authorization/*/Write",))
    administrator = Permission(("Microsoft.Authorization/roleAssignments/write",))
    action = "Microsoft.Authorization/roleAssignments/write"
    assert not allowing(action, [contributor])
    assert allowing(action, [contributor, administrator]) == (administrator,)
