"""What policies would refuse, asked beforehand, by azure-mgmt-policyinsights."""

from collections.abc import Iterator

from azure.mgmt.policyinsights import PolicyInsightsClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds

GROUP = "conformance-policyinsights"


def commands() -> Iterator[Command]:
    """Asks of a storage account in a subscription that assigns no policy."""
    restrictions = PolicyInsightsClient(credential(), SUBSCRIPTION).policy_restrictions
    content = {
        "type": "Microsoft.Storage/storageAccounts",
        "location": LOCATION,
        "properties": {"supportsHttpsTrafficOnly": False},
    }
    asked = {"resourceDetails": {"resourceContent": content, "apiVersion": "2024-01-01"}}
    yield from group_commands(GROUP, "Microsoft.PolicyInsights")
    yield (
        "check_at_subscription_scope",
        lambda: holds(_refused(restrictions.check_at_subscription_scope(asked)), []),
    )
    yield (
        "check_at_resource_group_scope",
        lambda: holds(_refused(restrictions.check_at_resource_group_scope(GROUP, asked)), []),
    )


def _refused(answer: object) -> list[object]:
    return list(answer.content_evaluation_result.policy_evaluations or [])
