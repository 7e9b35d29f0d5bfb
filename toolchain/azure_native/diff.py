"""What has changed between two sets of inputs, and whether that can be done in place."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from catalogue.resource_types import ResourceType
from toolchain.azure_native.check import CREATE_FIRST
from toolchain.azure_native.values import Properties

Keyed = Mapping[str, tuple[str, ...]]
"""Lists whose elements are told apart by members, by path."""


class Kind(IntEnum):
    """How a property changed, in the protocol's own numbers (pulumirpc.PropertyDiff.Kind)."""

    ADD = 0
    ADD_REPLACE = 1
    DELETE = 2
    DELETE_REPLACE = 3
    UPDATE = 4
    UPDATE_REPLACE = 5


@dataclass(frozen=True)
class Difference:
    """The changes of one resource.

    Attributes:
        changes: what changed, by path such as `tags.owner` or `rules[0].name`.
        delete_first: when it must be replaced: whether the old one goes before the new one comes.
    """

    changes: dict[str, Kind] = field(default_factory=dict)
    delete_first: bool = False

    @property
    def replaces(self) -> list[str]:
        """The paths that cannot be changed in place."""
        return [path for path, kind in self.changes.items() if kind % 2]


def difference(row: ResourceType, old: Properties, new: Properties, state: Properties) -> Difference:
    """Compares inputs; the location's and group's spelling, and keys of the provider's own, do not count.

    Args:
        row: the resource's type.
        old: inputs of the last deployment.
        new: inputs of this one.
        state: outputs of the last deployment.
    """
    replacing = {name for name in row.parameters if name != "subscriptionId"} | set(row.replace.inputs)
    changes: dict[str, Kind] = {}
    for path, kind in _changes(_compared(old), _compared(new), "", row.identifiers):
        top = re.split(r"[.\[]", path, maxsplit=1)[0]
        if top not in replacing:
            changes[path] = kind
        elif path == top:
            filled_in = kind is Kind.ADD and state.get(top) == new.get(top)
            changes[path] = kind if filled_in else Kind(kind + 1)
        else:
            changes[path] = Kind.UPDATE_REPLACE if kind is Kind.UPDATE else kind
    replaced = any(kind % 2 for kind in changes.values())
    return Difference(changes, delete_first=replaced and not old.get(CREATE_FIRST, False))


def _compared(inputs: Properties) -> Properties:
    kept = {name: value for name, value in inputs.items() if name[:2] != "__" and name != "azureApiVersion"}
    if isinstance(kept.get("location"), str):
        kept["location"] = kept["location"].replace(" ", "").lower()
    if isinstance(kept.get("resourceGroupName"), str):
        kept["resourceGroupName"] = kept["resourceGroupName"].lower()
    return kept


def _changes(old: Any, new: Any, path: str, keyed: Keyed) -> Iterator[tuple[str, Kind]]:  # noqa: ANN401 - JSON
    if isinstance(old, dict) and isinstance(new, dict):
        for name in [*old, *(name for name in new if name not in old)]:
            here = f"{path}.{name}" if path else name
            if name not in new:
                yield here, Kind.DELETE
            elif name not in old:
                yield here, Kind.ADD
            else:
                yield from _changes(old[name], new[name], here, keyed)
    elif isinstance(old, list) and isinstance(new, list):
        for at_old, at_new in _pairs(old, new, keyed.get(re.sub(r"\[\d+\]", "[]", path))):
            if at_new is None:
                yield f"{path}[{at_old}]", Kind.DELETE
            elif at_old is None:
                yield f"{path}[{at_new}]", Kind.ADD
            else:
                yield from _changes(old[at_old], new[at_new], f"{path}[{at_new}]", keyed)
    elif old != new:
        yield path, Kind.UPDATE


def _pairs(old: list[Any], new: list[Any], members: tuple[str, ...] | None) -> Iterator[tuple[int | None, int | None]]:
    """Says which elements of two lists are to be compared: by place, or those that agree in some members."""
    if members is None:
        for index in range(max(len(old), len(new))):
            yield (index if index < len(old) else None), (index if index < len(new) else None)
        return
    places = {_key(element, members): index for index, element in enumerate(old)}
    for index, element in enumerate(new):
        yield places.pop(_key(element, members), None), index
    yield from ((index, None) for index in places.values())


def _key(element: Any, members: tuple[str, ...]) -> str:  # noqa: ANN401 - JSON
    values = [element.get(member) for member in members] if isinstance(element, dict) else element
    return json.dumps(values, sort_keys=True)
