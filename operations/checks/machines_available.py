"""Whether the region has the machines that clusters and endpoints ask for."""

from collections.abc import Iterator
from typing import Final

from operations.checks.facts import Facts, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.plan import Plan

NAME: Final = "machines"


def machines_available(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks each size of machine that the settings name."""
    if not plan.has_clusters:
        return
    compute, location = plan.settings.compute, plan.settings.location
    found = facts.machines(location)
    if isinstance(found, Unseen):
        yield unknown(NAME, f"the machines of {location} can't be looked up: {found.why}", setting="compute")
        return
    wanted = {"compute.serving_sku": compute.serving_sku}
    if compute.gpu_nodes:
        wanted["compute.gpu_sku"] = compute.gpu_sku
    if compute.cpu_nodes:
        wanted["compute.cpu_sku"] = compute.cpu_sku
    for setting, sku in wanted.items():
        if sku.lower() in found:
            yield ok(NAME, f"{location} has {sku}", setting)
        else:
            message = f"Azure ML has no {sku} in {location} for this subscription"
            yield Finding(NAME, "no", message, "Choose another size, or another region.", setting)
