"""The comparisons of policy conditions (azure-docs "policy definition structure: policy rule", as of 2026-10)."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from local_azure.json_types import JsonValue

Compare = Callable[[JsonValue, JsonValue], bool]


def _comparable(value: JsonValue) -> JsonValue:
    # Texts compare without case; a Boolean equals its text, which is how most policies write it.
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.lower() if isinstance(value, str) else value


def _equals(left: JsonValue, right: JsonValue) -> bool:
    one, other = _comparable(left), _comparable(right)
    if isinstance(one, str) != isinstance(other, str) and None not in (one, other):
        return str(one) == str(other)
    return bool(one == other)


def _in(left: JsonValue, right: JsonValue) -> bool:
    return any(_equals(left, each) for each in right)


def _like(left: JsonValue, right: JsonValue) -> bool:
    pattern = ".*".join(re.escape(part) for part in str(right).split("*"))
    return isinstance(left, str) and re.fullmatch(pattern, left, re.IGNORECASE | re.DOTALL) is not None


def _match(left: JsonValue, right: JsonValue, flags: int = 0) -> bool:
    # A # is a digit, a ? a letter, a . any character.
    classes = {"#": r"\d", "?": "[A-Za-z]", ".": "."}
    pattern = "".join(classes.get(each) or re.escape(each) for each in str(right))
    return isinstance(left, str) and re.fullmatch(pattern, left, flags) is not None


def _match_insensitively(left: JsonValue, right: JsonValue) -> bool:
    return _match(left, right, re.IGNORECASE)


def _contains(left: JsonValue, right: JsonValue) -> bool:
    if isinstance(left, str):
        return str(right).lower() in left.lower()
    return isinstance(left, list) and any(_equals(each, right) for each in left)


def _contains_key(left: JsonValue, right: JsonValue) -> bool:
    return isinstance(left, dict) and any(_equals(name, right) for name in left)


def _ordered(test: Compare) -> Compare:
    def compare(left: JsonValue, right: JsonValue) -> bool:
        numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in (left, right))
        texts = isinstance(left, str) and isinstance(right, str)
        return (numbers or texts) and test(left, right)

    return compare


def _exists(left: JsonValue, right: JsonValue) -> bool:
    wanted = bool(_comparable(right) == "true")
    return (left is not None) == wanted


def _not(compare: Compare) -> Compare:
    return lambda left, right: not compare(left, right)


_PLAIN: Mapping[str, Compare] = {
    "Equals": _equals,
    "Like": _like,
    "Match": _match,
    "MatchInsensitively": _match_insensitively,
    "Contains": _contains,
    "In": _in,
    "ContainsKey": _contains_key,
}
# By the operator's name in lower case: how Azure writes it, and what it does.
COMPARISONS: Mapping[str, tuple[str, Compare]] = MappingProxyType(
    {name.lower(): (name, compare) for name, compare in _PLAIN.items()}
    | {f"not{name.lower()}": (f"Not{name}", _not(compare)) for name, compare in _PLAIN.items()}
    | {
        "less": ("Less", _ordered(lambda left, right: left < right)),
        "lessorequals": ("LessOrEquals", _ordered(lambda left, right: left <= right)),
        "greater": ("Greater", _ordered(lambda left, right: left > right)),
        "greaterorequals": ("GreaterOrEquals", _ordered(lambda left, right: left >= right)),
        "exists": ("Exists", _exists),
    }
)
# Those whose right side must be an array.
OF_ARRAYS = frozenset({"in", "notin"})
