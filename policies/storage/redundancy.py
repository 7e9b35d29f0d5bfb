"""Storage accounts survive the loss of a data centre."""

from collections.abc import Iterator

from catalogue.redundancy import has_zones
from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs

REDUNDANT = (
    "Standard_ZRS", "Standard_GRS", "Standard_RAGRS", "Standard_GZRS", "Standard_RAGZRS", "Premium_ZRS",
)  # fmt: skip


def check(account: Resource, context: Context) -> Iterator[str]:
    """In a region without zones one data centre has to do for development."""
    location = account.get("location")
    if context.environment != "prod" and isinstance(location, str) and not has_zones(location):
        return
    yield differs(account, "sku.name", *REDUNDANT)


POLICY = Policy(
    name="storage-redundancy",
    summary="Storage accounts keep copies in more than one data centre.",
    reason="Training data and tuned models can't be bought again.",
    fix="use Standard_ZRS, or Standard_GZRS where the region's loss must be survived too",
    severity="medium",
    types=("storage:StorageAccount",),
    check=check,
    built_in=("bf045164-79ba-4215-8f95-f8048dc1780b",),
    controls=("BR-1",),
)
