"""Serverless fine-tuning isn't mixed with customer-managed keys, which it doesn't support."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import OnlyWhere, Policy
from policies.resources import Resource


def check(resource: Resource, _context: Context) -> Iterator[str]:
    """Looks at workspaces and at the storage that they use."""
    if resource.get("encryption.status") == "Enabled":
        yield "encryption.status is Enabled"
    if resource.get("encryption.keySource") == "Microsoft.Keyvault":
        yield "encryption.keySource is Microsoft.Keyvault"


POLICY = Policy(
    name="machine-learning-encryption-keys",
    summary="Stacks that tune serverless have no customer-managed keys.",
    reason="Azure refuses serverless fine-tuning in such workspaces (azure-ai-docs fine-tune-serverless, 2026-01-28), "
    "and a workspace's encryption can't be changed.",
    fix="leave tunestack:customer_managed_key out, or tune by another method",
    severity="high",
    types=("machinelearningservices:Workspace", "storage:StorageAccount"),
    check=check,
    only_where=OnlyWhere("models are tuned serverless", lambda context: "serverless" in context.methods),
)
