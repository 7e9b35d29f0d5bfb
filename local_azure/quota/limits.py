"""How many cores a subscription has: the start that its offer gives, what the options say, and what was granted."""

from local_azure.platform import Platform
from local_azure.quota.providers import LOW_PRIORITY, MACHINE_LEARNING, TOTAL, family_or_none
from local_azure.quota.requests import granted_limit

# azure-docs how-to-manage-quotas, as of 2026-10: 24 to 300 dedicated cores and 100 to 3000 low priority ones by the
# subscription's offer, and none of machines with GPUs.
DEDICATED = {"pay-as-you-go": 300, "benefit": 24}
LOW_PRIORITY_CORES = {"pay-as-you-go": 3000, "benefit": 100}


def limit(platform: Platform, provider: str, location: str, name: str) -> int:
    """Returns the cores of a family, or of a sum, that a provider has in a region."""
    granted = granted_limit(platform, provider, location, name)
    return first_limit(platform, provider, name) if granted is None else granted


def first_limit(platform: Platform, provider: str, name: str) -> int:
    """Returns what a region has before anything was asked for."""
    options = platform.options
    chosen = {family.lower(): cores for family, cores in options.core_quota.items()}
    if name == LOW_PRIORITY:
        return LOW_PRIORITY_CORES[options.offer]
    if name == TOTAL:
        return max(DEDICATED[options.offer], *chosen.values(), 0)
    family = family_or_none(name)
    # A quota of Azure ML is what the options set: machines by themselves keep the offer's.
    if provider == MACHINE_LEARNING and name.lower() in chosen:
        return chosen[name.lower()]
    return 0 if family is None or family.gpu else DEDICATED[options.offer]
