"""Checks inputs before anything is created: fills in name and place, finds what is missing or malformed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from catalogue.resource_types import ResourceType
from toolchain.azure_native.naming import NameProposal, automatic_name
from toolchain.azure_native.values import UNKNOWN, Properties, has_unknown

CREATE_FIRST = "__createBeforeDelete"
"""The input that says that a replacement may be created before the old resource is deleted."""

Place = Callable[[str], str | None]
"""Finds the location of a resource group by name; None when it cannot be had."""


@dataclass(frozen=True)
class Checking:
    """What the check of one resource goes by.

    Attributes:
        row: the resource's type.
        urn_name: what the program calls it.
        seed: what random names are made from.
        location: the configured default; None for none.
        group_location: looks up where a resource group is.
        proposal: the engine's idea of the name.
    """

    row: ResourceType
    urn_name: str
    seed: bytes
    location: str | None
    group_location: Place
    proposal: NameProposal | None = None


def check(checking: Checking, old: Properties, new: Properties) -> tuple[Properties, list[str]]:
    """Completes the inputs of a resource, and says what is wrong with them.

    Returns:
        The inputs with name, location and API version, and a reason for each failure.
    """
    inputs = dict(new)
    _name(checking, old, inputs)
    _locate(checking, old, inputs)
    inputs.setdefault("azureApiVersion", checking.row.api_version)
    return inputs, failures(checking.row, inputs)


def failures(row: ResourceType, inputs: Mapping[str, object]) -> list[str]:
    """Says which inputs are missing and whether the name is malformed; unknown values are taken to be right."""
    found = [f"missing required property '{name}'" for name in row.required if inputs.get(name) is None]
    if row.location and not row.location_optional and inputs.get("location") is None:
        found.append(
            "missing required property 'location'. Either set it explicitly or configure it with "
            "'pulumi config set azure-native:location <value>'."
        )
    name = inputs.get(row.name_parameter)
    if isinstance(name, str) and name != UNKNOWN:
        found += _name_failures(row, name)
    return found


def _name(checking: Checking, old: Properties, inputs: Properties) -> None:
    parameter = checking.row.name_parameter
    if parameter in inputs:
        return
    if old.get(parameter) not in (None, UNKNOWN):
        inputs[parameter] = old[parameter]
        if CREATE_FIRST in old:
            inputs[CREATE_FIRST] = old[CREATE_FIRST]
        return
    made = automatic_name(checking.row, checking.urn_name, checking.seed, checking.proposal)
    if made is not None:
        inputs[parameter] = made.name
        if made.create_first:
            inputs[CREATE_FIRST] = True


def _locate(checking: Checking, old: Properties, inputs: Properties) -> None:
    if not checking.row.location or "location" in inputs:
        return
    group = inputs.get("resourceGroupName")
    location = old.get("location") or checking.location
    if not location and checking.row.name_parameter != "resourceGroupName" and isinstance(group, str):
        location = UNKNOWN if has_unknown(group) else checking.group_location(group)
    if location:
        inputs["location"] = location


def _name_failures(row: ResourceType, value: str) -> list[str]:
    rule, name = row.name, row.name_parameter
    found = []
    if rule.min is not None and len(value) < rule.min:
        found.append(f"'{name}' is too short ({len(value)}): at least {rule.min} characters required")
    if rule.max is not None and len(value) > rule.max:
        found.append(f"'{name}' is too long ({len(value)}): at most {rule.max} characters allowed")
    if rule.pattern is not None and re.search(rule.pattern, value) is None:
        found.append(f"'{name}' does not match expression '{rule.pattern}'")
    return found
