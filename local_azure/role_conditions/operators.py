"""The comparisons of the condition language: what holds between one value on the left and one on the right."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

Compare = Callable[[str, str], bool]

# Azure has these too (azure-docs conditions-format, as of 2026-10).
_NUMBER = re.compile(r"-?[0-9]{1,300}(\.[0-9]+)?")
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
        "numericequals": lambda left, right: float(left) == float(right),
        "numericnotequals": lambda left, right: float(left) != float(right),
        "numericlessthan": lambda left, right: float(left) < float(right),
        "numericlessthanequals": lambda left, right: float(left) <= float(right),
        "numericgreaterthan": lambda left, right: float(left) > float(right),
        "numericgreaterthanequals": lambda left, right: float(left) >= float(right),
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


def is_number(value: str) -> bool:
    """Returns whether a text is a number that the comparisons of numbers take."""
    return _NUMBER.fullmatch(value) is not None


def _not(compare: Compare) -> Compare:
    return lambda left, right: not compare(left, right)


def _without_case(compare: Compare) -> Compare:
    return lambda left, right: compare(left.lower(), right.lower())


@cache
def _pattern(text: str) -> re.Pattern[str]:
    # * is any text, ? any character; a backslash before one of them makes it itself.
    parts = re.split(r"(\\[*?]|[*?])", text)
    expression = "".join({"*": ".*", "?": "."}.get(part) or re.escape(_plain(part)) for part in parts)
    return re.compile(expression, re.DOTALL)


def _plain(part: str) -> str:
    return part[1:] if part in (r"\*", r"\?") else part
