"""Resources are in regions that are allowed."""

from collections.abc import Iterator

from catalogue.regions import regions
from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource

EVERYWHERE = "global"


def check(resource: Resource, context: Context) -> Iterator[str]:
    """Display names such as East US 2 are Azure's too."""
    location = resource.get("location")
    if not isinstance(location, str):
        return
    allowed = context.options.get("allowed", list(regions()))
    if location.lower().replace(" ", "") not in {*allowed, EVERYWHERE}:
        yield f"location is {location}; allowed: {', '.join(allowed)}"


POLICY = Policy(
    name="general-allowed-regions",
    summary="Resources are in allowed regions.",
    reason="Data leaves the region that it was promised to stay in, or a model can't be tuned there.",
    fix="set tunestack:location to an allowed region, or add it to the option allowed of this policy",
    severity="high",
    check=check,
    built_in=("e56962a6-4747-49cd-b67b-bf8b01975c4c", "e765b5de-1225-4ba3-bd56-1ac6695af988"),
    controls=("AM-2",),
    options={
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Azure's names of the allowed regions; those of catalogue/regions.yaml when absent",
        }
    },
)
