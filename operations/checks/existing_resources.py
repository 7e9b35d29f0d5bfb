"""Whether the resources that the settings name by id are there, of the right type and kind, and in the right region."""

from collections.abc import Iterator
from typing import Final

from operations.checks.facts import Facts, Resource, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.plan import Plan

NAME: Final = "existing"
KINDS: Final = {"hub": ("hub",), "ai_services": ("aiservices",)}
IN_REGION: Final = frozenset({"hub", "ai_services"})
"""What the stack puts children in: they have to be in its region."""


def existing_resources(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks each id among the settings."""
    for setting, arm_id in _given(plan):
        found = facts.resource(arm_id)
        if isinstance(found, Unseen):
            yield unknown(NAME, f"{arm_id} can't be looked up: {found.why}", setting=setting)
        elif found is None:
            fix = "Correct the id, or leave it out to have one made."
            yield Finding(NAME, "no", f"there is no {arm_id}", fix, setting)
        else:
            yield _judged(plan, setting, arm_id, found)


def _given(plan: Plan) -> Iterator[tuple[str, str]]:
    settings = plan.settings
    for name, value in settings.existing.model_dump(exclude_none=True).items():
        if isinstance(value, str) and value.startswith("/"):
            yield f"existing.{name}", value
    for name in ("existing_subnet", "existing_zones"):
        value = getattr(settings.network, name)
        if value is not None and settings.network.profile == "private":
            yield f"network.{name}", value
    if settings.customer_managed_key is not None:
        yield "customer_managed_key.vault", settings.customer_managed_key.vault
        yield "customer_managed_key.identity", settings.customer_managed_key.identity


def _judged(plan: Plan, setting: str, arm_id: str, found: Resource) -> Finding:
    name = setting.rsplit(".", 1)[1]
    kinds, location = KINDS.get(name), plan.settings.location
    if kinds is not None and found.kind.lower() not in kinds:
        message = f"{arm_id} is of kind {found.kind or 'none'}, not {' or '.join(kinds)}"
        return Finding(NAME, "no", message, "Name another one, or leave it out to have one made.", setting)
    if name in IN_REGION and found.location != location:
        fix = f"Set location to {found.location}, or name another one."
        return Finding(NAME, "no", f"{arm_id} is in {found.location} and the stack in {location}", fix, setting)
    if name == "ai_services" and not found.properties.get("customSubDomainName"):
        fix = "Give it one (it can be set once), or leave it out to have an account made."
        return Finding(NAME, "no", f"{arm_id} has no subdomain of its own and takes no Entra tokens", fix, setting)
    if name == "ai_services" and plan.tunes_openai and found.properties.get("allowProjectManagement") is not True:
        fix = "Set allowProjectManagement on it, or leave it out to have an account made."
        return Finding(NAME, "no", f"{arm_id} doesn't allow projects", fix, setting)
    if name == "storage_account" and found.properties.get("isHnsEnabled") is True:
        fix = "Name another one, or leave it out to have one made."
        return Finding(NAME, "no", f"{arm_id} has a hierarchical namespace, which workspaces refuse", fix, setting)
    if name == "vault" and found.properties.get("enablePurgeProtection") is not True:
        fix = "Turn it on; it can't be turned off again."
        return Finding(NAME, "no", f"{arm_id} has no purge protection, which keys of one's own need", fix, setting)
    return ok(NAME, f"{arm_id} is there", setting)
