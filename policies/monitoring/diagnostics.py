"""Everything that has logs sends them to Log Analytics."""

from collections.abc import Iterator

from catalogue.diagnostics import diagnostics
from catalogue.resource_types import UnknownResourceTypeError, by_token
from policies.context import Context
from policies.policy import Finding, Policy
from policies.resources import Resource, Stack

SETTING = "azure-native:monitor:DiagnosticSetting"


def check(stack: Stack, _context: Context) -> Iterator[Finding]:
    """A setting is on a resource when its address is made from the resource's id."""
    settings = stack.of(SETTING)
    covered = {urn for setting in settings for urn in stack.meant_by(setting, "resourceUri")}
    for resource in stack.resources:
        if _has_logs(resource) and resource.urn not in covered:
            yield Finding("it has no diagnostic setting", resource)
    for setting in settings:
        if setting.get("workspaceId") is None:
            yield Finding("workspaceId is not set: its logs go elsewhere than to Log Analytics", setting)


POLICY = Policy(
    name="monitoring-diagnostics",
    summary="Everything that has resource logs sends them to Log Analytics.",
    reason="Who read which secret or blob can't be found out afterwards.",
    fix="set tunestack:diagnostics to true, or declare Diagnostics on the resource",
    severity="medium",
    check_stack=check,
    built_in=(
        "afe0c3be-ba3b-4544-ba52-0c99672a8ad6",
        "1b4d1c4e-934c-4703-944c-27c82c06bebb",
        "cf820ca0-f99e-4f3e-84fb-66e913812d21",
        "7f89b1eb-583c-429a-8828-af049802c1d9",
    ),
    controls=("LT-3", "DP-8"),
)


def _has_logs(resource: Resource) -> bool:
    try:
        arm_type = by_token(resource.type).type
    except UnknownResourceTypeError:
        return False
    # A storage account's own logs are those of its services; a setting on one of them counts for it.
    return arm_type in diagnostics() or any(each.startswith(f"{arm_type}/blob") for each in diagnostics())
