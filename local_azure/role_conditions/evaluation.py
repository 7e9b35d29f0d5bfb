"""Says whether a condition holds for a request; what it asks about and the request doesn't have is not fulfilled."""

from collections.abc import Iterable, Sequence

from local_azure.role_conditions.attributes import SUBOPERATION, Attributes
from local_azure.role_conditions.operators import comparisons, is_number
from local_azure.role_conditions.parser import parse
from local_azure.role_conditions.syntax import (
    ActionMatches,
    All,
    Attribute,
    Comparison,
    Condition,
    Exists,
    Not,
    Operand,
    Some,
    SubOperationMatches,
)
from local_azure.role_permissions import any_matches


def holds(condition: str, action: str, attributes: Attributes) -> bool:
    """Returns whether a condition holds.

    Args:
        condition: Its text, which was accepted when it was written.
        action: The action that is asked for.
        attributes: What is known of the request and the resource.
    """
    return _value(parse(condition), action, attributes) is True


def _value(condition: Condition, action: str, attributes: Attributes) -> bool | None:
    """Returns None where an attribute that decides is missing: neither it nor its negation is fulfilled."""
    match condition:
        case ActionMatches(patterns):
            return any_matches(patterns, action)
        case SubOperationMatches(names):
            asked = {each.lower() for each in attributes.get(SUBOPERATION, ())}
            return any(name.lower() in asked for name in names)
        case Exists(attribute):
            return bool(attributes.get(attribute))
        case Not(inner):
            value = _value(inner, action, attributes)
            return None if value is None else not value
        case All(terms):
            return _first(terms, action, attributes, decisive=False)
        case Some(terms):
            return _first(terms, action, attributes, decisive=True)
        case Comparison():
            return _compared(condition, attributes)


def _first(terms: Iterable[Condition], action: str, attributes: Attributes, *, decisive: bool) -> bool | None:
    unknown = False
    for term in terms:
        value = _value(term, action, attributes)
        if value is decisive:
            return decisive
        unknown = unknown or value is None
    return None if unknown else not decisive


def _compared(comparison: Comparison, attributes: Attributes) -> bool | None:
    left, right = _values(comparison.left, attributes), _values(comparison.right, attributes)
    if not left or not right:
        return None
    if comparison.operator.startswith("numeric") and not all(map(is_number, (*left, *right))):
        return None
    compare = comparisons()[comparison.operator]
    over_right = all if comparison.quantifier.endswith("OfAllValues") else any
    over_left = all if comparison.quantifier.startswith("ForAll") else any
    return over_left(over_right(compare(one, other) for other in right) for one in left)


def _values(operand: Operand, attributes: Attributes) -> Sequence[str]:
    return attributes.get(operand.name, ()) if isinstance(operand, Attribute) else operand
