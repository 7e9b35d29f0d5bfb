"""Which resource providers count cores, and under which names: families as Microsoft.Compute writes them."""

from catalogue.compute_skus import Family, UnknownComputeSkuError, families, family
from local_azure.errors import AzureError, bad_request

COMPUTE = "Microsoft.Compute"
MACHINE_LEARNING = "Microsoft.MachineLearningServices"
# Cores of all families together: azure-rest-api-specs, Microsoft.Quota examples of Microsoft.Compute, as of 2026-10.
TOTAL = "cores"
# Low priority cores of Azure ML are counted together (azure-rest-api-specs, Microsoft.Quota examples, as of 2026-10).
LOW_PRIORITY = "totalLowPriorityCores"


def provider_named(name: str) -> str:
    """Returns a provider that counts cores, in its usual case.

    Raises:
        AzureError: 400 for another one.
    """
    found = {each.lower(): each for each in (COMPUTE, MACHINE_LEARNING)}.get(name.lower())
    if found is None:
        raise bad_request(
            f"The local Azure has quotas of {COMPUTE} and {MACHINE_LEARNING}, not of '{name}'.",
            code="InvalidResourceProvider",
        )
    return found


def names_of(provider: str) -> tuple[str, ...]:
    """Returns the names of what a provider counts, the sum first."""
    return (TOTAL, *families()) if provider == COMPUTE else (LOW_PRIORITY, *families())


def quota_named(provider: str, name: str) -> str:
    """Returns the name of a quota in its usual case.

    Raises:
        AzureError: 400 InvalidResourceName when there is none.
    """
    found = {each.lower(): each for each in names_of(provider)}.get(name.lower())
    if found is None:
        # azure-cli#28074, as seen.
        raise AzureError(400, "InvalidResourceName", f"Name {name} is not valid resource name.")
    return found


def title_of(provider: str, name: str) -> str:
    """Returns what a quota is called for people."""
    if name == TOTAL:
        return "Total Regional vCPUs"
    if name == LOW_PRIORITY:
        return "Total Regional Low-priority vCPUs"
    counted = "vCPUs" if provider == COMPUTE else "Cluster Dedicated vCPUs"
    return f"{family(name).title} {counted}"


def family_or_none(name: str) -> Family | None:
    """Returns the family that a quota counts, or None for a sum."""
    try:
        return family(name)
    except UnknownComputeSkuError:
        return None
