"""A closed storage account still lets Azure's own trusted services in."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import UNKNOWN, Resource


def check(account: Resource, _context: Context) -> Iterator[str]:
    """The bypass is a list in one text, such as ``Logging, AzureServices``; absent means AzureServices."""
    bypass = account.get("networkRuleSet.bypass")
    if bypass not in (None, UNKNOWN) and "AzureServices" not in str(bypass):
        yield f"networkRuleSet.bypass is {bypass}; it must have AzureServices"


POLICY = Policy(
    name="storage-trusted-services",
    summary="Trusted Azure services reach storage accounts through their firewall.",
    reason="Azure ML and Monitor would fail at it while everything looks right.",
    fix="have AzureServices in network_rule_set.bypass",
    severity="medium",
    types=("storage:StorageAccount",),
    check=check,
    built_in=("c9d007d0-c057-4772-b18c-01e546713bcd",),
)
