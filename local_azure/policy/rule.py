"""The ``if`` of a policy rule, parsed: what isn't known is refused when the definition is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from local_azure.errors import not_supported
from local_azure.json_types import JsonValue
from local_azure.policy.comparisons import COMPARISONS
from local_azure.policy.errors import invalid_rule
from local_azure.policy.expressions import calls, expression
from local_azure.policy.functions import FUNCTIONS, OF_REQUEST


@dataclass(frozen=True)
class FieldTest:
    """Compares a field of the resource."""

    field: str
    operator: str
    target: JsonValue


@dataclass(frozen=True)
class ValueTest:
    """Compares what an expression gives."""

    value: JsonValue
    operator: str
    target: JsonValue


@dataclass(frozen=True)
class CountTest:
    """Compares how many elements of an array fulfil a condition; ``name`` is what ``current()`` calls an element."""

    field: str | None
    value: JsonValue
    name: str
    where: "Rule | None"
    operator: str
    target: JsonValue


@dataclass(frozen=True)
class AllOf:
    """Holds when all of these do."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True)
class AnyOf:
    """Holds when one of these does."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True)
class Not:
    """Holds when the inner rule doesn't."""

    rule: "Rule"


Rule = FieldTest | ValueTest | CountTest | AllOf | AnyOf | Not


def parse_rule(condition: object) -> Rule:
    """Returns a condition of a policy rule.

    Raises:
        AzureError: 400 InvalidPolicyRule, 501 for functions that only Azure has.
    """
    if not isinstance(condition, dict) or not condition:
        raise invalid_rule(f"a condition must be an object, not {condition!r}.")
    names = {name.lower(): name for name in condition}
    for name, kind in (("allof", AllOf), ("anyof", AnyOf)):
        if name in names:
            return kind(tuple(parse_rule(each) for each in _several(condition[names[name]], names[name])))
    if "not" in names:
        return Not(parse_rule(condition[names["not"]]))
    return _test(condition, names)


def _several(value: object, name: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise invalid_rule(f"'{name}' must be an array of conditions.")
    return value


def _test(condition: dict[str, JsonValue], names: dict[str, str]) -> Rule:
    operators = [name for name in names if name in COMPARISONS]
    subjects = [name for name in names if name in ("field", "value", "count")]
    unknown = [names[name] for name in names if name not in (*operators, *subjects)]
    if unknown or len(operators) != 1 or len(subjects) != 1:
        raise invalid_rule(
            f"a condition has one of field, value and count, and one operator; this one has {', '.join(condition)}."
        )
    [operator], [subject] = operators, subjects
    asked, target = condition[names[subject]], condition[names[operator]]
    check_expressions(target)
    if subject == "count":
        return _count(asked, operator, target)
    check_expressions(asked)
    if subject == "value":
        return ValueTest(asked, operator, target)
    if not isinstance(asked, str):
        raise invalid_rule("'field' must be a text.")
    return FieldTest(asked, operator, target)


def _count(asked: object, operator: str, target: object) -> CountTest:
    if not isinstance(asked, dict) or ("field" in asked) == ("value" in asked):
        raise invalid_rule("'count' must be an object with either field or value.")
    if "field" in asked and not str(asked["field"]).endswith("[*]"):
        raise invalid_rule(f"the field of 'count' must end with [*]: '{asked['field']}'.")
    check_expressions(asked.get("value"))
    where = parse_rule(asked["where"]) if "where" in asked else None
    return CountTest(asked.get("field"), asked.get("value"), str(asked.get("name", "")), where, operator, target)


def check_expressions(value: object) -> None:
    """Checks all expressions in a value.

    Raises:
        AzureError: 400 for one that can't be read, 501 for one whose function only Azure has.
    """
    if isinstance(value, str):
        for name in calls(expression(value)) - FUNCTIONS.keys() - OF_REQUEST:
            raise not_supported(
                f"the function '{name}()' in policies", f"It has: {', '.join(sorted({*FUNCTIONS, *OF_REQUEST}))}."
            )
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        check_expressions(inner)
