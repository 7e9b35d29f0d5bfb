"""What the operations on generic resources are called: the type's own path, below it the action."""

import re
from collections.abc import Iterator

from starlette.requests import Request

from local_azure.calls.operation import NamedOperations, declared_name
from local_azure.management.kinds import Kind, Kinds
from local_azure.management.paths import GROUP_TYPE, ResourcePath, parse

EXISTENCE = "{resource id}"
"""HEAD of any resource's id is one operation, whatever its type (REST API of Resources, 2025-04-01)."""
_IN_GROUP = "/resourceGroups/{}/"
_LAST = re.compile(r"/[^/]+$")


def resource_operations(kinds: Kinds) -> NamedOperations:
    """Returns the operations on resources of all types: one type's are others than another type's."""

    def asked(request: Request) -> tuple[str, str] | None:
        path = parse(request.url.path)
        return _name(kinds, request.method, path) if path else None

    return NamedOperations([pair for kind in kinds.all() for pair in _operations(kind)], asked)


def _operations(kind: Kind) -> Iterator[tuple[str, str]]:
    one = declared_name(kind.row.path)
    yield "GET", one
    yield "GET", _list(one)
    if _is_outermost(kind) and _IN_GROUP in one:
        yield "GET", _list(one).replace(_IN_GROUP, "/", 1)
    if kind.row.operations.delete != "none":
        yield "DELETE", one
    yield "HEAD", one if kind.row.type == GROUP_TYPE else EXISTENCE
    if kind.behaviour.can_be_made:
        yield "PUT", one
        if kind.row.operations.patch:
            yield "PATCH", one
    for action in kind.behaviour.actions:
        yield "POST", f"{one}/{action}"


def _name(kinds: Kinds, method: str, path: ResourcePath) -> tuple[str, str] | None:
    if method == "POST":
        target = ResourcePath(path.scope, path.namespace, path.types[:-1], path.names)
        kind = kinds.find(target.type) if path.is_collection and len(path.types) > 1 else None
        action = path.types[-1].lower()
        return ("POST", f"{_one(kind)}/{action}") if kind and action in kind.behaviour.actions else None
    kind = kinds.find(path.type)
    if kind is None:
        return None
    if method == "HEAD":
        return "HEAD", _one(kind) if kind.row.type == GROUP_TYPE else EXISTENCE
    if not path.is_collection:
        return method, _one(kind)
    is_wide = _is_outermost(kind) and path.group is None
    return method, _list(_one(kind)).replace(_IN_GROUP, "/", 1) if is_wide else _list(_one(kind))


def _one(kind: Kind) -> str:
    return declared_name(kind.row.path)


def _list(one: str) -> str:
    return _LAST.sub("", one)


def _is_outermost(kind: Kind) -> bool:
    return kind.row.type.count("/") == 1
