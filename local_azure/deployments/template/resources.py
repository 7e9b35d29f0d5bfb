"""The resources of a template, one by one: copies made, children told apart, names and ids evaluated."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from local_azure.deployments.language.functions.resource_ids import resource_path
from local_azure.deployments.language.scope import Scope
from local_azure.deployments.language.values import count_of, evaluated, in_copy
from local_azure.deployments.refusals import DEPLOYMENT_TYPE, invalid_template, not_here
from local_azure.deployments.template.reading import MOST_RESOURCES, Declared
from local_azure.json_types import Json

GROUP_TYPE = "Microsoft.Resources/resourceGroups"
# What says how a resource is deployed, and so is no part of its body.
_DIRECTIVES = {
    "apiversion",
    "asserts",
    "comments",
    "condition",
    "copy",
    "dependson",
    "existing",
    "metadata",
    "name",
    "resourcegroup",
    "resources",
    "scope",
    "subscriptionid",
    "type",
}
_VERSION = re.compile(r"20\d\d-\d\d-\d\d(-[a-z]+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Planned:
    """A resource that a deployment writes.

    Attributes:
        id: Its id.
        type: Its full type.
        name: Its name, those of its parents before it, with slashes.
        api_version: The version it is written with.
        members: Its body as the template has it, with expressions.
        scope: What they are evaluated in.
        wanted_first: What ``dependsOn`` names, evaluated.
        symbol: Its symbolic name, with the index where it is one of several.
        copy: The name of its copy loop, in lower case.
        batch: Which batch of a serial loop it is in; None where all may be written at once.
        is_written: Whether it is written: its condition holds, and it isn't one that only is referred to.
    """

    id: str
    type: str
    name: str
    api_version: str
    members: Json
    scope: Scope = field(repr=False)
    wanted_first: tuple[str, ...] = ()
    symbol: str = ""
    copy: str = ""
    batch: int | None = None
    is_written: bool = True


def expand(declared: tuple[Declared, ...], scope: Scope) -> list[Planned]:
    """Returns the resources of a template, copies and children among them, also those that aren't written.

    Args:
        declared: As the template has them.
        scope: What names, conditions and copies are evaluated in.

    Raises:
        AzureError: 400 InvalidTemplate.
        ExpressionError: A name, condition or copy has no value.
    """
    found: list[Planned] = []
    for each in declared:
        for one in _expanded(each, scope, None):
            found.append(one)
            if len(found) > MOST_RESOURCES:
                raise invalid_template(
                    f"The number of template resources limit exceeded. Limit: {MOST_RESOURCES}. "
                    "Please see https://aka.ms/arm-syntax for usage details"
                )
    seen: set[str] = set()
    for one in found:
        if not one.is_written:
            continue
        if one.id.lower() in seen:
            raise invalid_template(
                f"The resource '{one.id}' at line '1' and column '1' is defined multiple times in a template. "
                "Please see https://aka.ms/arm-syntax-resources for usage details"
            )
        seen.add(one.id.lower())
    return found


def _expanded(declared: Declared, scope: Scope, parent: Planned | None) -> Iterator[Planned]:
    members = {name.lower(): value for name, value in declared.members.items()}
    copy = members.get("copy")
    if not isinstance(copy, dict):
        yield from _one(declared, members, scope, parent)
        return
    name = str(copy.get("name", ""))
    if not name or "count" not in copy:
        raise invalid_template("The copy of a resource needs a name and a count")
    size = evaluated(copy.get("batchSize", 1), scope) if str(copy.get("mode", "")).lower() == "serial" else None
    for index in range(count_of(copy["count"], scope, name)):
        inside = in_copy(scope, name, index)
        inside = replace(inside, copies={**inside.copies, "": index})
        symbol = f"{declared.symbol}[{index}]" if declared.symbol else ""
        batch = index // max(1, size) if isinstance(size, int) else None
        for one in _one(Declared(declared.members, symbol), members, inside, parent):
            yield replace(one, copy=one.copy or name.lower(), batch=batch)


def _one(declared: Declared, members: Json, scope: Scope, parent: Planned | None) -> Iterator[Planned]:
    planned = _planned(declared, members, scope, parent)
    planned = replace(planned, is_written=planned.is_written and _holds(members, scope))
    if planned.is_written:
        _check(planned)
    yield planned
    for symbol, child in _children(members, planned):
        yield from _expanded(Declared(child, symbol), scope, planned)


def _children(members: Json, parent: Planned) -> list[tuple[str, Json]]:
    children = members.get("resources") or []
    found = list(children.items()) if isinstance(children, dict) else []
    if isinstance(children, list):
        found = [("", each) for each in children]
    if not isinstance(children, dict | list) or not all(isinstance(child, dict) for _, child in found):
        raise invalid_template(f"The children of the resource '{parent.name}' are no objects")
    return found


def _planned(declared: Declared, members: Json, scope: Scope, parent: Planned | None) -> Planned:
    resource_type = _text(members, "type", scope)
    name = _text(members, "name", scope)
    if parent is not None and "." not in resource_type.split("/")[0]:
        resource_type, name = f"{parent.type}/{resource_type}", f"{parent.name}/{name}"
    first = members.get("dependson") or []
    if not isinstance(first, list):
        raise invalid_template(f"The dependsOn of the resource '{name}' is no array")
    body = {key: value for key, value in declared.members.items() if key.lower() not in _DIRECTIVES}
    return Planned(
        id=_id(resource_type, name, members, scope),
        type=resource_type,
        name=name,
        api_version=_text(members, "apiVersion", scope),
        members=body,
        scope=scope,
        wanted_first=tuple(str(evaluated(each, scope)) for each in first),
        symbol=declared.symbol,
        is_written=evaluated(members.get("existing", False), scope) is not True,
    )


def _text(members: Json, member: str, scope: Scope) -> str:
    value = evaluated(members.get(member.lower()), scope)
    if not isinstance(value, str) or not value:
        raise invalid_template(f"A resource of the template has no {member}; it must be a text that isn't empty")
    return value


def _holds(members: Json, scope: Scope) -> bool:
    value = evaluated(members.get("condition", True), scope)
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise invalid_template(
            f"The condition of the resource '{members.get('name')}' is '{value}', which is neither true nor false. "
            "Please see https://aka.ms/arm-syntax-resources for usage details"
        )
    return value


def _id(resource_type: str, name: str, members: Mapping[str, Any], scope: Scope) -> str:
    place = scope.place
    subscription = evaluated(members.get("subscriptionid"), scope) or place.subscription_id
    base = place.scope
    if resource_type.lower() == GROUP_TYPE.lower():
        return f"/subscriptions/{subscription}/resourceGroups/{name}"
    if "subscriptionid" in members:
        base = f"/subscriptions/{subscription}"
    if (group := evaluated(members.get("resourcegroup"), scope)) is not None:
        base = f"/subscriptions/{subscription}/resourceGroups/{group}"
    if (within := evaluated(members.get("scope"), scope)) is not None:
        base = _within(str(within), place.scope)
    segments, parts = resource_type.split("/"), name.split("/")
    if len(segments) != len(parts) + 1:
        return f"{base}/providers/{resource_type}/{name}"  # told by _check once it is known that it is deployed
    return f"{base}/{resource_path(resource_type, parts, 'resourceId')}"


def _within(scope: str, here: str) -> str:
    if scope.startswith("/"):
        return scope.rstrip("/")
    if scope.lower().startswith("microsoft.management/"):
        raise not_here("the scope of a management group")
    return f"{here}/providers/{scope}"


def _check(planned: Planned) -> None:
    if len(planned.type.split("/")) != len(planned.name.split("/")) + 1:
        raise invalid_template(
            f"The template resource '{planned.name}' for type '{planned.type}' at line '1' and column '1' has "
            "incorrect "
            "segment lengths. A nested resource type must have identical number of segments as its resource "
            "name. A root "
            "resource type must have segment length one greater than its resource name. Please see "
            "https://aka.ms/arm-syntax-resources for usage details"
        )
    if not _VERSION.fullmatch(planned.api_version):
        raise invalid_template(
            f"The api-version '{planned.api_version}' of the template resource '{planned.name}' is invalid"
        )
    if planned.type.lower() == DEPLOYMENT_TYPE.lower() and not isinstance(planned.members.get("properties"), dict):
        raise invalid_template(f"The nested deployment '{planned.name}' has no properties")
