"""Functions on arrays and objects; those that arrays and texts share too."""

import json
from collections.abc import Mapping
from typing import Any

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.functions.function import Function, items, members, text, whole, wrong
from local_azure.deployments.language.functions.logic import equal
from local_azure.deployments.language.scope import Scope

_LONGEST_RANGE = 10_000
"""Elements that ``range`` gives at most (azure-docs template-functions-array, as of 2026-10)."""


def _array(_: Scope, arguments: list[Any]) -> list[Any]:
    return arguments[0] if isinstance(arguments[0], list) else [arguments[0]]


def _create_object(_: Scope, arguments: list[Any]) -> dict[str, Any]:
    if len(arguments) % 2:
        raise ExpressionError("The template language function 'createObject' expects a value for each name.")
    return {text("createObject", name): value for name, value in zip(arguments[::2], arguments[1::2], strict=True)}


def _contains(_: Scope, arguments: list[Any]) -> bool:
    container, wanted = arguments
    if isinstance(container, str):
        return text("contains", wanted) in container
    if isinstance(container, list):
        return any(equal(each, wanted) for each in container)
    if isinstance(container, dict):
        return text("contains", wanted).lower() in {name.lower() for name in container}
    raise wrong("contains", "Array, Object or String", container)


def _empty(_: Scope, arguments: list[Any]) -> bool:
    if arguments[0] is None:
        return True
    return _length_of("empty", arguments[0]) == 0


def _length(_: Scope, arguments: list[Any]) -> int:
    return _length_of("length", arguments[0])


def _length_of(name: str, value: object) -> int:
    if not isinstance(value, list | dict | str):
        raise wrong(name, "Array, Object or String", value)
    return len(value)


def _first(_: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    return _end("first", arguments[0], 0)


def _last(_: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    return _end("last", arguments[0], -1)


def _end(name: str, value: Any, at: int) -> Any:  # noqa: ANN401 -- any JSON value
    if not isinstance(value, list | str):
        raise wrong(name, "Array or String", value)
    return value[at] if value else "" if isinstance(value, str) else None


def _union(_: Scope, arguments: list[Any]) -> list[Any] | dict[str, Any]:
    if all(isinstance(each, dict) for each in arguments):
        made: dict[str, Any] = {}
        for each in arguments:
            made = _merged(made, each)
        return made
    found: dict[str, Any] = {}
    for each in arguments:
        for one in items("union", each):
            found.setdefault(_canonical(one), one)
    return list(found.values())


def _merged(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    made = dict(first)
    for name, value in second.items():
        before = made.get(name)
        made[name] = _merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return made


def _intersection(_: Scope, arguments: list[Any]) -> list[Any] | dict[str, Any]:
    first, *others = arguments
    if isinstance(first, dict):
        objects = [members("intersection", each) for each in others]
        return {
            name: value
            for name, value in first.items()
            if all(name in each and equal(each[name], value) for each in objects)
        }
    shared = [{_canonical(one) for one in items("intersection", each)} for each in others]
    kept = {_canonical(one): one for one in items("intersection", first)}
    return [one for key, one in kept.items() if all(key in each for each in shared)]


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _range(scope: Scope, arguments: list[Any]) -> list[int]:
    start, count = (whole("range", each) for each in arguments)
    if not 0 <= count <= _LONGEST_RANGE:
        raise ExpressionError(f"The template language function 'range' expects a count of 0 to {_LONGEST_RANGE}.")
    scope.budget.take(count)
    return list(range(start, start + count))


def _take(_: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    return _part("take", arguments)[: max(0, whole("take", arguments[1]))]


def _skip(_: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    return _part("skip", arguments)[max(0, whole("skip", arguments[1])) :]


def _part(name: str, arguments: list[Any]) -> list[Any] | str:
    value = arguments[0]
    if not isinstance(value, list | str):
        raise wrong(name, "Array or String", value)
    return value


def _index_of(_: Scope, arguments: list[Any]) -> int:
    where, what = arguments
    if isinstance(where, str):
        return where.lower().find(text("indexOf", what).lower())
    found = [index for index, each in enumerate(items("indexOf", where)) if equal(each, what)]
    return found[0] if found else -1


def _last_index_of(_: Scope, arguments: list[Any]) -> int:
    where, what = arguments
    if isinstance(where, str):
        return where.lower().rfind(text("lastIndexOf", what).lower())
    found = [index for index, each in enumerate(items("lastIndexOf", where)) if equal(each, what)]
    return found[-1] if found else -1


def _flatten(_: Scope, arguments: list[Any]) -> list[Any]:
    return [one for each in items("flatten", arguments[0]) for one in items("flatten", each)]


def _items(_: Scope, arguments: list[Any]) -> list[dict[str, Any]]:
    given = members("items", arguments[0])
    return [{"key": name, "value": given[name]} for name in sorted(given, key=str.lower)]


def _object_keys(_: Scope, arguments: list[Any]) -> list[str]:
    return sorted(members("objectKeys", arguments[0]), key=str.lower)


def _shallow_merge(_: Scope, arguments: list[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for each in items("shallowMerge", arguments[0]):
        made |= members("shallowMerge", each)
    return made


def _try_get(_: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    value, *keys = arguments
    for key in keys:
        if isinstance(value, dict) and isinstance(key, str):
            value = next((each for name, each in value.items() if name.lower() == key.lower()), None)
        elif isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
            value = value[key]
        else:
            return None
    return value


COLLECTIONS: Mapping[str, Function] = {
    "array": Function(_array, 1, 1),
    "contains": Function(_contains, 2, 2),
    "createarray": Function(lambda _, arguments: list(arguments), 0, None),
    "createobject": Function(_create_object, 0, None),
    "empty": Function(_empty, 1, 1),
    "first": Function(_first, 1, 1),
    "flatten": Function(_flatten, 1, 1),
    "indexof": Function(_index_of, 2, 2),
    "intersection": Function(_intersection, 2, None),
    "items": Function(_items, 1, 1),
    "last": Function(_last, 1, 1),
    "lastindexof": Function(_last_index_of, 2, 2),
    "length": Function(_length, 1, 1),
    "objectkeys": Function(_object_keys, 1, 1),
    "range": Function(_range, 2, 2),
    "shallowmerge": Function(_shallow_merge, 1, 1),
    "skip": Function(_skip, 2, 2),
    "take": Function(_take, 2, 2),
    "tryget": Function(_try_get, 2, None),
    "union": Function(_union, 2, None),
}
