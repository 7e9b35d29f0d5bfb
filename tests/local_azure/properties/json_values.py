"""JSON values as hypothesis draws them, and bodies with something in them put wrong."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

TEXTS = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(
    ["/", "//", "/subscriptions/x", "²", "a\n", "%2F", "[field('name')]", "0" * 300, "PT0S", "2026-13-01"]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([-1, 0, 10**30])
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.sampled_from(["id", "name"]), inner, max_size=3)
    ),
    max_leaves=4,
)
_LEFT_OUT = object()

Path = tuple[str | int, ...]


def places(value: object, path: Path = ()) -> Iterator[Path]:
    """Yields the way to each value inside a JSON value, the whole first."""
    yield path
    pairs: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in pairs:
        yield from places(inner, (*path, name))


def wrong(body: dict[str, Any]) -> st.SearchStrategy[object]:
    """Returns bodies with one to three values of this one replaced by any others, or left out."""
    change = st.tuples(st.sampled_from(list(places(body))), JSON | st.just(_LEFT_OUT))
    return st.lists(change, min_size=1, max_size=3).map(lambda changes: _changed(body, changes))


def _changed(body: object, changes: list[tuple[Path, object]]) -> object:
    result = copy.deepcopy(body)
    for path, value in sorted(changes, key=lambda change: len(change[0]), reverse=True):
        result = _replaced(result, path, value)
    return result


def _replaced(body: Any, path: Path, value: object) -> object:  # noqa: ANN401 -- any JSON
    if not path:
        return {} if value is _LEFT_OUT else value
    *way, last = path
    target = body
    for step in way:
        target = target[step]
    if isinstance(target, list):
        target[last : last + 1] = [] if value is _LEFT_OUT else [value]
    elif value is _LEFT_OUT:
        target.pop(last, None)
    else:
        target[last] = value
    return body
