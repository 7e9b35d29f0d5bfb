"""The comparisons of the condition language: what holds between one value on the left and one on the right."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from local_azure.role_conditions.errors import invalid_condition

Compare = Callable[[str, str], bool]

# Azure has these too (azure-docs conditions-format, as of 2026-10).
LACKING = re.compile(r"(DateTime|Time|Ip)\w+", re.IGNORECASE)


@cache
def comparisons() -> Mapping[str, Compare]:
    """Returns the comparisons by their names in lower case."""
    strings: dict[str, Compare] = {
        "equals": lambda left, right: left == right,
        "startswith": lambda left, right: left.startswith(right),
        "like": lambda left, right: _pattern(right).fullmatch(left) is not None,
    }
    numbers: dict[str, Compare] = {
        "numericequals": lambda left, right: _number(left) == _number(right),
        "numericnotequals": lambda left, right: _number(left) != _number(right),
        "numericlessthan": lambda left, right: _number(left) < _number(right),
        "numericlessthanequals": lambda left, right: _number(left) <= _number(right),
        "numericgreaterthan": lambda left, right: _number(left) > _number(right),
        "numericgreaterthanequals": lambda left, right: _number(left) >= _number(right),
    }
    found = dict(numbers)
    for name, compare in strings.items():
        found[f"string{name}"] = compare
        found[f"stringnot{name}"] = _not(compare)
        found[f"string{name}ignorecase"] = _without_case(compare)
        found[f"stringnot{name}ignorecase"] = _not(_without_case(compare))
    for kind in ("guid", "bool"):
        found[f"{kind}equals"] = _without_case(strings["equals"])
        found[f"{kind}notequals"] = _not(_without_case(strings["equals"]))
    return MappingProxyType(found)


def _not(compare: Compare) -> Compare:
    return lambda left, right: not compare(left, right)


def _without_case(compare: Compare) -> Compare:
    return lambda left, right: compare(left.lower(), right.lower())


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise invalid_condition(f"'{value}' is no number.") from error


@cache
def _pattern(text: str) -> re.Pattern[str]:
    # * is any text, ? any character; a backslash before one of them makes it itself.
    parts = re.split(r"(\\[*?]|[*?])", text)
    return re.compile("".join({"*": ".*", "?": "."}.get(part) or re.escape(_plain(part)) for part in parts))


def _plain(part: str) -> str:
    return part[1:] if part in (r"\*", r"\?") else part
