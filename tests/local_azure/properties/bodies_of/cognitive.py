"""Bodies of AI Services accounts, projects and deployments."""

from collections.abc import Mapping

from tests.local_azure.properties.bodies_of.parts import COGNITIVE, GPT_4O, Body, ai_account


def cognitive_bodies(suffix: str) -> Mapping[str, Body]:
    """Returns the bodies of AI Services accounts and what is in them."""
    account = f"{COGNITIVE}/ai-there-{suffix}"
    key: Body = {
        "properties": {
            "category": "ApiKey",
            "authType": "ApiKey",
            "target": "https://weather.example.com/",
            "isSharedToAll": True,
            "credentials": {"key": "plain"},
            "metadata": {"a": "b"},
        }
    }
    blocked = {"name": "Hate", "blocking": True, "enabled": True, "severityThreshold": "Medium", "source": "Prompt"}
    lists = [{"blocklistName": "words", "blocking": True, "source": "Prompt"}]
    policy = {"basePolicyName": "Microsoft.DefaultV2", "mode": "Blocking", "contentFilters": [blocked]}
    return {
        f"{COGNITIVE}/ai-new-{suffix}": ai_account(f"ai-new-{suffix}"),
        f"{account}/deployments/chat": {
            "sku": {"name": "GlobalStandard", "capacity": 1},
            "properties": {"model": GPT_4O, "versionUpgradeOption": "NoAutoUpgrade"},
        },
        f"{account}/projects/second": {
            "location": "eastus2",
            "identity": {"type": "SystemAssigned"},
            "properties": {"displayName": "Second", "description": "d"},
        },
        f"{account}/connections/weather": key,
        f"{account}/projects/first/connections/weather": key,
        f"{account}/capabilityHosts/agents": {"properties": {"capabilityHostKind": "Agents"}},
        f"{account}/projects/first/capabilityHosts/agents": {
            "properties": {"capabilityHostKind": "Agents", "storageConnections": []}
        },
        f"{account}/raiPolicies/strict": {"properties": {**policy, "customBlocklists": lists}},
        f"{account}/raiBlocklists/more": {"properties": {"description": "more"}},
        f"{account}/raiBlocklists/words/raiBlocklistItems/one": {"properties": {"pattern": "one", "isRegex": False}},
        f"{account}/commitmentPlans/plan": {
            "properties": {"hostingModel": "Web", "planType": "TA", "current": {"tier": "T1"}}
        },
    }
