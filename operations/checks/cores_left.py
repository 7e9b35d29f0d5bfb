"""Whether there are as many dedicated cores of Azure ML as clusters and deployments can take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from catalogue.compute_skus import ComputeSku, compute_sku
from operations.checks.facts import Facts, Unseen, Usage
from operations.checks.finding import Finding, Pin, ok, unknown
from operations.checks.lookups.cores import family_key
from operations.checks.plan import Plan

NAME: Final = "cores"


@dataclass(frozen=True)
class _Wanted:
    """Machines of one size."""

    sku: ComputeSku
    nodes: int
    setting: str

    @property
    def cores(self) -> int:
        """Their cores together."""
        return self.sku.vcpus * self.nodes


def cores_left(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks the cores of each family against its quota and what is used of it, by whomever."""
    if not plan.has_clusters:
        return
    found = facts.cores(plan.settings.location)
    if isinstance(found, Unseen):
        message = f"the cores used in {plan.settings.location} can't be looked up: {found.why}"
        yield unknown(NAME, message, setting="compute")
        return
    compute = plan.settings.compute
    for sku, nodes, setting in (
        (compute.gpu_sku, compute.gpu_nodes, "compute.gpu_nodes"),
        (compute.cpu_sku, compute.cpu_nodes, "compute.cpu_nodes"),
    ):
        if nodes:
            yield _judged(plan, sku, nodes, setting, found)


def _judged(plan: Plan, sku: str, nodes: int, setting: str, found: Mapping[str, Usage]) -> Finding:
    wanted = _Wanted(compute_sku(sku), nodes, setting)
    usage = found.get(family_key(wanted.sku.family.name)) or found.get(family_key(wanted.sku.family.title))
    if usage is None:
        message = f"{plan.settings.location} counts no cores of {wanted.sku.family.title}"
        return unknown(NAME, message, setting=setting)
    told = (
        f"{wanted.sku.family.title} in {plan.settings.location}: {usage.used} of {usage.limit} dedicated cores used, "
        f"{nodes} x {wanted.sku.name} take {wanted.cores}"
    )
    if wanted.cores <= usage.free:
        return ok(NAME, told, setting)
    if wanted.cores <= usage.limit:
        fix = "Nodes wait until the cores are free; they may be this stack's own."
        return unknown(NAME, told, fix, setting)
    return _short(plan, wanted, usage, told)


def _short(plan: Plan, wanted: _Wanted, usage: Usage, told: str) -> Finding:
    compute, fitting = plan.settings.compute, usage.limit // wanted.sku.vcpus
    if not wanted.sku.gpus:
        smaller = (Pin(wanted.setting, fitting),) if fitting else ()
        fix = f"Set it to {fitting}." if fitting else "Choose a smaller size, or ask for more quota."
        return Finding(NAME, "no", told, fix, wanted.setting, "quota", smaller)
    pins = _fallback(fitting, allowed=compute.cpu_fallback)
    if compute.request_quota:
        fix = (
            "`pulumi up` asks for what lacks; such requests are often handed to people, which takes days. To train on "
            "CPU meanwhile, set compute.cpu_fallback to true and run `tunestack doctor --fix`."
        )
        return Finding(NAME, "unknown", told, fix, wanted.setting, "quota", pins)
    fix = "Set compute.request_quota to true to ask for it; or compute.cpu_fallback to true and run with --fix."
    return Finding(NAME, "no", told, fix, wanted.setting, "quota", pins)


def _fallback(fitting: int, *, allowed: bool) -> tuple[Pin, ...]:
    return (Pin("compute.gpu_nodes", fitting),) if fitting or allowed else ()
