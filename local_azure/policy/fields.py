"""The fields of a resource that policies ask about: those that all have, and aliases, which stand for body paths."""

import re
from dataclasses import dataclass

from local_azure.json_types import Json, JsonValue
from local_azure.management.paths import GROUP_TYPE

# Azure Policy calls a resource group by this type (azure-docs policy rule, "type").
GROUP_FIELD = "Microsoft.Resources/subscriptions/resourceGroups"
_TOP = frozenset({"sku", "kind", "identity", "location", "tags", "managedby", "plan", "zones", "extendedlocation"})
_TAG = re.compile(r"tags(?:\.|\[')(.+?)(?:'\])?", re.IGNORECASE)
# Members of an Azure ML compute itself; all others are of the kind of compute, one level deeper.
_COMPUTES = "microsoft.machinelearningservices/workspaces/computes"
_OF_COMPUTE = frozenset(
    {"computetype", "computelocation", "description", "disablelocalauth", "provisioningstate", "resourceid"}
)


@dataclass(frozen=True)
class Each:
    """The values that an alias with ``[*]`` stands for: a condition must hold for each of them."""

    values: tuple[JsonValue, ...]


@dataclass(frozen=True)
class Subject:
    """A resource as policies see it.

    Attributes:
        id: Its id.
        type: Its type.
        name: Its own name.
        body: Its body as it would be stored.
    """

    id: str
    type: str
    name: str
    body: Json


def field(subject: Subject, name: str) -> JsonValue:
    """Returns a field's value, None where the resource has none, Each where the alias has a ``[*]``."""
    lowered = name.lower()
    if lowered == "type":
        return GROUP_FIELD if subject.type.lower() == GROUP_TYPE.lower() else subject.type
    if lowered == "fullname":
        return "/".join(subject.id.split("/providers/")[-1].split("/")[2::2])
    if lowered in ("id", "name"):
        return getattr(subject, lowered)
    tag = _TAG.fullmatch(name)
    if tag:
        return member(subject.body.get("tags"), tag.group(1))
    if "/" not in name:
        return walk(subject.body, steps(name))
    return walk(subject.body, body_path(subject.type, name)) if is_alias_of(subject.type, name) else None


def is_alias_of(resource_type: str, name: str) -> bool:
    """Returns whether an alias is one of a type, such as ``Microsoft.Storage/storageAccounts/sku.name``."""
    prefix = f"{resource_type.lower()}/"
    path = name[len(prefix) :]
    return name.lower().startswith(prefix) and "/" not in path and bool(steps(path))


def body_path(resource_type: str, name: str) -> list[str]:
    """Returns the steps from a body to what an alias of its type stands for."""
    path = steps(name[len(resource_type) + 1 :])
    first = path[0].lower()
    if first in _TOP:
        return path
    deeper = resource_type.lower() == _COMPUTES and first not in _OF_COMPUTE
    return ["properties", "properties", *path] if deeper else ["properties", *path]


def steps(path: str) -> list[str]:
    """Returns the steps of a path: ``a.b[*].c`` has four, ``[*]`` being one of its own."""
    return [step for part in path.split(".") for step in re.split(r"(\[\*\])", part) if step]


def walk(value: JsonValue, path: list[str]) -> JsonValue:
    """Returns what a path leads to from a value."""
    for at, step in enumerate(path):
        if step == "[*]":
            found = [walk(each, path[at + 1 :]) for each in value] if isinstance(value, list) else []
            return Each(tuple(inner for each in found for inner in (each.values if isinstance(each, Each) else [each])))
        value = member(value, step)
    return value


def member(value: JsonValue, name: str) -> JsonValue:
    """Returns a member of an object, its name without regard to case; None where it has none."""
    if not isinstance(value, dict):
        return None
    return next((each for key, each in value.items() if key.lower() == name.lower()), None)
