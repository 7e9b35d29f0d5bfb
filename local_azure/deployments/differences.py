"""How a resource differs from what a template says of it; what the template leaves open isn't compared."""

from typing import Any

from local_azure.json_types import Json
from local_azure.management.regions import region

# What names the resource, and so doesn't change.
_NAMES = ("id", "name", "type", "apiVersion")


def differences(before: Json, wanted: Json) -> list[Json]:
    """Returns the members that would change, as ``delta`` of a what-if: Create, Modify or Array."""
    return [
        change
        for name, value in wanted.items()
        if name not in _NAMES
        for change in _member(name, before.get(name), value)
    ]


def merged(before: Any, wanted: Any) -> Any:  # noqa: ANN401 -- any JSON value
    """Returns a resource as it would be afterwards."""
    if not isinstance(before, dict) or not isinstance(wanted, dict):
        return wanted
    return {**before, **{name: merged(before.get(name), value) for name, value in wanted.items()}}


def _member(path: str, before: Any, wanted: Any) -> list[Json]:  # noqa: ANN401 -- any JSON value
    if isinstance(before, dict) and isinstance(wanted, dict):
        inner = [_member(f"{path}.{name}", before.get(name), value) for name, value in wanted.items()]
        return [change for changes in inner for change in changes]
    if _same(path, before, wanted):
        return []
    change: Json = {"path": path, "before": before, "after": wanted, "children": None}
    if before is None:
        return [{**change, "propertyChangeType": "Create"}]
    if isinstance(before, list) and isinstance(wanted, list):
        return [{**change, "propertyChangeType": "Array", "children": _elements(before, wanted)}]
    return [{**change, "propertyChangeType": "Modify"}]


def _elements(before: list[Any], wanted: list[Any]) -> list[Json]:
    changes: list[Json] = []
    for at in range(max(len(before), len(wanted))):
        if at >= len(wanted):
            changes.append(_element(at, "Delete", before[at], None))
        elif at >= len(before):
            changes.append(_element(at, "Create", None, wanted[at]))
        elif before[at] != wanted[at]:
            changes.append(_element(at, "Modify", before[at], wanted[at]))
    return changes


def _element(at: int, kind: str, before: Any, after: Any) -> Json:  # noqa: ANN401 -- any JSON value
    return {"path": str(at), "propertyChangeType": kind, "before": before, "after": after, "children": None}


def _same(path: str, before: Any, wanted: Any) -> bool:  # noqa: ANN401 -- any JSON value
    if path == "location" and isinstance(before, str) and isinstance(wanted, str):
        return region(before) == region(wanted)
    if path.endswith("Id") and isinstance(before, str) and isinstance(wanted, str):
        return before.lower() == wanted.lower()
    return bool(before == wanted) or (before is None and wanted in ({}, [], None))
