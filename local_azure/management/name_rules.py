"""Names that the services accept: their pattern, their length, and within what they must be unique."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from local_azure.behaviour import Write
from local_azure.errors import AzureError, conflict
from local_azure.management.kinds import Kind
from local_azure.management.regions import region
from local_azure.platform import Platform

# What the services refuse beyond their API descriptions' patterns (azure-docs resource-name-rules, as of 2026-10).
_FURTHER: Mapping[str, str] = MappingProxyType(
    {
        "microsoft.resources/resourcegroups": r".*[^.]",
        "microsoft.keyvault/vaults": r"(?!.*--)[a-zA-Z].*[a-zA-Z0-9]",
        "microsoft.storage/storageaccounts/blobservices/containers": (
            r"\$(root|web|logs)|(?!.*--)[a-z0-9][a-z0-9-]*[a-z0-9]"
        ),
    }
)
# Whatever the type (azure-docs resource-name-rules, as of 2026-10): names become folders and parts of paths.
_NEVER = re.compile(r"[\x00-\x1f\x7f<>%&?/\\]")
_LONGEST = 260


def check_names(names: Iterable[str]) -> None:
    """Checks what holds for the names of all types, those that a path leads through among them.

    Raises:
        AzureError: 400 InvalidResourceName.
    """
    for name in names:
        if name in {".", ".."} or _NEVER.search(name) or len(name) > _LONGEST:
            raise AzureError(
                400,
                "InvalidResourceName",
                f"Resource name '{name[:_LONGEST]}' is invalid: it must not be longer than {_LONGEST} characters, nor "
                "have control characters or any of '<>%&?/\\', nor lead elsewhere.",
                target=name[:_LONGEST],
            )


def check_name(kind: Kind, name: str) -> None:
    """Checks a new resource's name against its type's rule.

    Raises:
        AzureError: 400, with the code and text of the type's own where it has them, else InvalidResourceName.
    """
    rule = kind.row.name
    length_fits = (rule.min or 1) <= len(name) <= (rule.max or 260)
    patterns = [each for each in (rule.pattern, _FURTHER.get(kind.row.type.lower())) if each]
    if length_fits and all(re.fullmatch(pattern, name) for pattern in patterns):
        return
    if kind.behaviour.name_refused is not None:
        raise kind.behaviour.name_refused(name)
    raise AzureError(
        400,
        "InvalidResourceName",
        f"Resource name '{name}' is invalid for the type '{kind.row.type}'. It must have {rule.min or 1} to "
        f"{rule.max or 260} characters" + "".join(f" and match the pattern '{pattern}'" for pattern in patterns) + ".",
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
    deleted = [each.resource for each in platform.deleted.list(kind.row.type)]
    others = platform.resources.named(kind.row.type, write.name) + deleted
    here = region(str(write.body.get("location", "")))
    for other in others:
        same_name = other.name.lower() == write.name.lower() and other.id.lower() != write.id.lower()
        if same_name and (within != "region" or region(other.location) == here):
            taken = kind.behaviour.name_taken
            raise taken(write) if taken else conflict(f"The name '{write.name}' is already taken.", target=write.name)
