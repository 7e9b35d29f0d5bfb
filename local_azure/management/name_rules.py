"""Names that the services accept: their pattern, their length, and within what they must be unique."""

import re

from local_azure.behaviour import Write
from local_azure.errors import AzureError, conflict
from local_azure.management.kinds import Kind
from local_azure.management.regions import region
from local_azure.platform import Platform


def check_name(kind: Kind, name: str) -> None:
    """Checks a new resource's name against its type's rule.

    Raises:
        AzureError: 400 InvalidResourceName.
    """
    rule = kind.row.name
    length_fits = (rule.min or 1) <= len(name) <= (rule.max or 260)
    if length_fits and (rule.pattern is None or re.search(rule.pattern, name)):
        return
    raise AzureError(
        400,
        "InvalidResourceName",
        f"Resource name '{name}' is invalid for the type '{kind.row.type}'. It must have {rule.min or 1} to "
        f"{rule.max or 260} characters" + (f" and match the pattern '{rule.pattern}'." if rule.pattern else "."),
        target=name,
    )


def check_unique(platform: Platform, kind: Kind, write: Write) -> None:
    """Checks that no other resource has a name that must be unique further than in its group.

    Raises:
        AzureError: 409, with the code and text of the type's own where it has them.
    """
    within = kind.row.name.unique_in
    if within not in ("world", "region", "tenant"):
        return
    others = platform.resources.of_type(kind.row.type) + [
        each.resource for each in platform.deleted.list(kind.row.type)
    ]
    here = region(str(write.body.get("location", "")))
    for other in others:
        same_name = other.name.lower() == write.name.lower() and other.id.lower() != write.id.lower()
        if same_name and (within != "region" or region(other.location) == here):
            taken = kind.behaviour.name_taken
            raise taken(write) if taken else conflict(f"The name '{write.name}' is already taken.", target=write.name)
