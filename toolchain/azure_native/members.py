r"""Members of nested JSON by dotted path: read, set, removed and renamed. A dot in a name itself is written `\.`."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]

_DOT = re.compile(r"(?<!\\)\.")


def put_member(target: Json, path: str, value: Any) -> None:  # noqa: ANN401 - JSON
    """Sets the member at a dotted path, making the objects on the way."""
    *parents, last = _steps(path)
    for parent in parents:
        target = target.setdefault(parent, {})
    target[last] = value


def get_member(source: Any, path: str) -> Any:  # noqa: ANN401 - JSON
    """Reads the member at a dotted path; None where it isn't there."""
    for name in _steps(path):
        if not isinstance(source, Mapping) or name not in source:
            return None
        source = source[name]
    return source


def drop_member(target: Any, path: str) -> None:  # noqa: ANN401 - JSON
    """Removes the members at a dotted path; `[]` after a name is each element of a list, `{}` of a map."""
    parent, _, last = path.rpartition(".")
    for owner in _owners(target, parent):
        owner.pop(last, None)


def map_members(value: Any, path: str, change: Callable[[str, str, Any], tuple[str, Any]]) -> Any:  # noqa: ANN401 - JSON
    """Rebuilds a value with each member named and shaped by `change`, outer members first.

    Args:
        value: any JSON value.
        path: where it stands, in the names it has now; an element of a list is `[]`.
        change: takes a member's path, name and value, gives its new name (dotted to move it inside another) and value.
    """
    if isinstance(value, Mapping):
        rebuilt: Json = {}
        for name, member in value.items():
            here = f"{path}.{name}" if path else name
            renamed, shaped = change(here, name, member)
            rebuilt_member = map_members(shaped, here, change)
            if renamed == name:
                rebuilt[name] = rebuilt_member  # a tag's name may have dots of its own
            else:
                put_member(rebuilt, renamed, rebuilt_member)
        return rebuilt
    if isinstance(value, list):
        return [map_members(element, f"{path}[]", change) for element in value]
    return value


def escaped(name: str) -> str:
    """A name as a path has it: its own dots told from those between names."""
    return name.replace(".", r"\.")


def _steps(path: str) -> list[str]:
    return [step.replace(r"\.", ".") for step in _DOT.split(path)]


def _owners(target: Any, path: str) -> Iterator[Json]:  # noqa: ANN401 - JSON
    if not path:
        yield from [target] if isinstance(target, dict) else ()
        return
    step, _, rest = path.partition(".")
    inner = target.get(step.removesuffix("[]").removesuffix("{}")) if isinstance(target, dict) else None
    if step.endswith("[]"):
        inners = inner if isinstance(inner, list) else []
    elif step.endswith("{}"):
        inners = list(inner.values()) if isinstance(inner, dict) else []
    else:
        inners = [inner]
    for each in inners:
        yield from _owners(each, rest)
