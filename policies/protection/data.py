"""What holds data can't be deleted by mistake."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Finding, Policy
from policies.resources import Stack

HOLDS_DATA = tuple(
    f"azure-native:{kind}"
    for kind in (
        "storage:StorageAccount",
        "keyvault:Vault",
        "machinelearningservices:Workspace",
        "cognitiveservices:Account",
    )
)
"""Training data and tuned models, secrets, runs and registered models, tuned OpenAI models."""

LOCKS = (
    "azure-native:authorization:ManagementLockByScope",
    "azure-native:authorization:ManagementLockAtResourceGroupLevel",
)


def check(stack: Stack, _context: Context) -> Iterator[Finding]:
    """Pulumi's own protection keeps destroy away, a lock keeps everybody away."""
    locked = {urn for lock in stack.of(*LOCKS) for urn in stack.meant_by(lock, "scope", "resourceGroupName")}
    for resource in stack.of(*HOLDS_DATA):
        if not resource.protect and resource.urn not in locked:
            yield Finding("it is neither protected nor locked", resource)


POLICY = Policy(
    name="protection-data",
    summary="What holds data is protected from deletion.",
    reason="A destroy of the wrong stack takes the training data and every tuned model with it.",
    fix="set tunestack:protect to true",
    severity="high",
    check_stack=check,
    controls=("BR-2",),
)
