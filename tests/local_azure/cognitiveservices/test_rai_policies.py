"""Content filter policies and blocklists: Azure's own, one's own on top of them, and what holds them in place."""

from typing import Any

import pytest

from tests.local_azure.running import LocalAzure

FILTER = {"name": "Hate", "enabled": True, "blocking": True, "severityThreshold": "Low", "source": "Prompt"}
POLICY = {"properties": {"basePolicyName": "Microsoft.DefaultV2", "mode": "Blocking", "contentFilters": [FILTER]}}


def code(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


def policy(**properties: object) -> dict[str, Any]:
    return {"properties": POLICY["properties"] | properties}


def test_every_account_has_azures_own_policies(local_azure: LocalAzure, account: str) -> None:
    listed = local_azure.call("GET", f"{account}/raiPolicies").json()["value"]
    assert {each["name"]: each["properties"]["type"] for each in listed} == {
        "Microsoft.Default": "SystemManaged",
        "Microsoft.DefaultV2": "SystemManaged",
    }
    for method in ("PUT", "DELETE"):
        answer = local_azure.call(method, f"{account}/raiPolicies/Microsoft.Default", POLICY)
        assert code(answer) == (403, "Forbidden")


def test_a_policy_of_ones_own_keeps_its_base(local_azure: LocalAzure, account: str) -> None:
    made = local_azure.put(f"{account}/raiPolicies/strict", POLICY)
    assert made["properties"]["type"] == "UserManaged"
    moved = policy(basePolicyName="Microsoft.Default")
    answer = local_azure.call("PUT", f"{account}/raiPolicies/strict", moved)
    assert code(answer) == (409, "PropertyChangeNotAllowed")


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"basePolicyName": "Microsoft.None"}, "BadRequest"),
        ({"mode": "Sometimes"}, "BadRequest"),
        ({"contentFilters": [FILTER | {"name": "Boredom"}]}, "Resource has invalid content filter"),
        ({"contentFilters": [FILTER | {"severityThreshold": "Severe"}]}, "Resource has invalid content filter"),
        ({"contentFilters": [FILTER | {"source": "Both"}]}, "Resource has invalid content filter"),
        (
            {"contentFilters": [{"name": "Jailbreak", "enabled": True, "source": "Completion"}]},
            "Resource has invalid content filter",
        ),
        ({"customBlocklists": [{"blocklistName": "nowhere", "source": "Prompt"}]}, "BadRequest"),
    ],
)
def test_what_is_wrong_with_a_policy_is_told(
    local_azure: LocalAzure, account: str, wrong: dict[str, object], expected: str
) -> None:
    answer = local_azure.call("PUT", f"{account}/raiPolicies/wrong", policy(**wrong))
    assert code(answer) == (400, expected)


def test_a_policy_stays_while_a_deployment_uses_it(local_azure: LocalAzure, account: str) -> None:
    local_azure.put(f"{account}/raiPolicies/strict", POLICY)
    deployment = {
        "sku": {"name": "GlobalStandard", "capacity": 1},
        "properties": {"model": {"format": "OpenAI", "name": "gpt-4.1"}, "raiPolicyName": "strict"},
    }
    local_azure.put(f"{account}/deployments/chat", deployment)
    assert code(local_azure.call("DELETE", f"{account}/raiPolicies/strict")) == (409, "RaiPolicyInUse")
    local_azure.delete(f"{account}/deployments/chat")
    local_azure.delete(f"{account}/raiPolicies/strict")


def test_a_blocklist_stays_while_a_policy_names_it(local_azure: LocalAzure, account: str) -> None:
    local_azure.put(f"{account}/raiBlocklists/rivals", {"properties": {"description": "names not to be said"}})
    item = {"properties": {"pattern": "Rival.*", "isRegex": True}}
    local_azure.put(f"{account}/raiBlocklists/rivals/raiBlocklistItems/one", item)
    named = policy(customBlocklists=[{"blocklistName": "rivals", "blocking": True, "source": "Prompt"}])
    local_azure.put(f"{account}/raiPolicies/strict", named)
    assert code(local_azure.call("DELETE", f"{account}/raiBlocklists/rivals")) == (409, "RaiBlocklistInUse")
    local_azure.delete(f"{account}/raiPolicies/strict")
    local_azure.delete(f"{account}/raiBlocklists/rivals")


@pytest.mark.parametrize("wrong", [{"pattern": ""}, {"pattern": "x" * 1001}, {"pattern": "(", "isRegex": True}])
def test_an_item_has_a_pattern_that_can_be_matched(
    local_azure: LocalAzure, account: str, wrong: dict[str, object]
) -> None:
    local_azure.put(f"{account}/raiBlocklists/rivals", {"properties": {}})
    path = f"{account}/raiBlocklists/rivals/raiBlocklistItems/one"
    assert code(local_azure.call("PUT", path, {"properties": wrong})) == (400, "BadRequest")
