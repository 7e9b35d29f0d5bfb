"""Storage accounts survive the loss of a data centre, and in production that of a region."""

from collections.abc import Iterator

from catalogue.redundancy import has_zones, storage_sku
from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs

FAR = ("Standard_GZRS", "Standard_RAGZRS", "Standard_GRS", "Standard_RAGRS")
NEAR = ("Standard_ZRS", "Premium_ZRS")


def check(account: Resource, context: Context) -> Iterator[str]:
    """Asks for no more than a region has: some have no zones, some no other region that they are paired with."""
    location = account.get("location")
    if not isinstance(location, str):
        return
    if context.environment == "prod":
        near = () if storage_sku(location, elsewhere=True) in FAR else NEAR
        yield differs(account, "sku.name", *near, *FAR)
    elif has_zones(location):
        yield differs(account, "sku.name", *NEAR, *FAR)


POLICY = Policy(
    name="storage-redundancy",
    summary="Storage accounts keep copies in more than one data centre, in prod in more than one region.",
    reason="Training data and tuned models can't be bought again.",
    fix="use what storage_sku of catalogue/redundancy.py gives for the region",
    severity="medium",
    types=("storage:StorageAccount",),
    check=check,
    built_in=("bf045164-79ba-4215-8f95-f8048dc1780b",),
    controls=("BR-1",),
)
