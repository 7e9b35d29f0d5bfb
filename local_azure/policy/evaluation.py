"""Says whether a policy's condition holds for a resource, and which comparisons decided it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from local_azure.clock import timestamp
from local_azure.errors import AzureError
from local_azure.identity import SUBSCRIPTION_ID, SUBSCRIPTION_SCOPE
from local_azure.json_types import Json, JsonValue
from local_azure.management.regions import region
from local_azure.policy import fields
from local_azure.policy.comparisons import COMPARISONS, OF_ARRAYS
from local_azure.policy.errors import invalid_expression, invalid_rule
from local_azure.policy.expressions import Call, Expression, Item, Member, Value, expression
from local_azure.policy.fields import Each, Subject
from local_azure.policy.functions import FUNCTIONS
from local_azure.policy.rule import AllOf, AnyOf, CountTest, FieldTest, Not, Rule, ValueTest


@dataclass(frozen=True)
class Context:
    """What expressions in a policy can ask about.

    Attributes:
        subject: The resource.
        parameters: The assignment's values by parameter, in lower case.
        group: The resource group, or None outside of one.
        now: The time.
        elements: The elements that counts around are at, by field or name in lower case.
        details: The comparisons made so far, as Azure's error lists them.
    """

    subject: Subject
    parameters: Mapping[str, JsonValue]
    group: Json | None
    now: datetime
    elements: Mapping[str, JsonValue] = field(default_factory=dict)
    details: list[Json] = field(default_factory=list)


def holds(rule: Rule, context: Context) -> bool:
    """Returns whether a condition holds; the comparisons that were made are added to the context's details.

    Raises:
        AzureError: 400 InvalidPolicyRule for an expression that can't be evaluated.
    """
    match rule:
        case AllOf(rules):
            return all(holds(each, context) for each in rules)
        case AnyOf(rules):
            return any(holds(each, context) for each in rules)
        case Not(inner):
            return not holds(inner, context)
        case FieldTest():
            name = str(resolve(rule.field, context))
            found = _field(name, context)
            return _decided(context, "Field", name, found, rule.operator, rule.target, path=name)
        case ValueTest():
            found = resolve(rule.value, context)
            return _decided(context, "Value", str(rule.value), found, rule.operator, rule.target)
        case CountTest():
            text = rule.field or str(rule.value)
            return _decided(context, "Count", text, _count(rule, context), rule.operator, rule.target)


def resolve(value: JsonValue, context: Context) -> JsonValue:
    """Returns a value of a policy with all expressions in it evaluated."""
    if isinstance(value, str):
        found = _Evaluator(value, context).value(expression(value))
        return list(found.values) if isinstance(found, Each) else found
    if isinstance(value, dict):
        return {name: resolve(each, context) for name, each in value.items()}
    return [resolve(each, context) for each in value] if isinstance(value, list) else value


def _decided(
    context: Context,
    kind: str,
    text: str,
    found: JsonValue,
    operator: str,
    target: JsonValue,
    **more: str,
) -> bool:
    written, compare = COMPARISONS[operator]
    wanted = resolve(target, context)
    if operator in OF_ARRAYS and not isinstance(wanted, list):
        raise invalid_rule(f"'{written}' compares with an array, not with {wanted!r}.")
    values: Sequence[JsonValue] = found.values if isinstance(found, Each) else [found]
    if kind == "Field" and text.lower() == "location":
        values, wanted = [_region(each) for each in values], _region(wanted)
    result = all(compare(each, wanted) for each in values)
    context.details.append(
        {
            "result": str(result),
            "expressionKind": kind,
            "expression": text,
            **more,
            "expressionValue": list(values) if isinstance(found, Each) else found,
            "targetValue": wanted,
            "operator": written,
        }
    )
    return result


def _region(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_region(each) for each in value]
    return region(value) if isinstance(value, str) else value


def _count(rule: CountTest, context: Context) -> int:
    elements, name = _counted(rule, context)
    where = rule.where
    if where is None:
        return len(elements)
    inner = [replace(context, elements={**context.elements, name: each}, details=[]) for each in elements]
    return sum(holds(where, each) for each in inner)


def _counted(rule: CountTest, context: Context) -> tuple[Sequence[JsonValue], str]:
    if rule.field is not None:
        found = _field(rule.field, context)
        return found.values if isinstance(found, Each) else (), rule.field.lower()
    elements = resolve(rule.value, context)
    if not isinstance(elements, list | None):
        raise invalid_rule(f"'count' counts the elements of an array, not of {elements!r}.")
    return elements or (), rule.name.lower()


def _field(name: str, context: Context) -> JsonValue:
    lowered = name.lower()
    for counted in sorted(context.elements, key=len, reverse=True):
        if lowered == counted:
            return context.elements[counted]
        if counted and lowered.startswith(f"{counted}."):
            return fields.walk(context.elements[counted], fields.steps(name[len(counted) + 1 :]))
    return fields.field(context.subject, name)


class _Evaluator:
    def __init__(self, text: str, context: Context) -> None:
        self._text = text
        self._context = context

    def value(self, parsed: Expression) -> JsonValue:
        match parsed:
            case Value(value):
                return value
            case Member(of, name):
                return fields.member(self.value(of), name)
            case Item(of, index):
                return self._item(self.value(of), self.value(index))
            case Call("if", (test, then, otherwise)):
                return self.value(then if self.value(test) else otherwise)
            case Call(name, arguments):
                return self._call(name, [self.value(each) for each in arguments])

    def _item(self, of: JsonValue, index: JsonValue) -> JsonValue:
        if isinstance(index, str):
            return fields.member(of, index)
        if not isinstance(of, list) or not isinstance(index, int) or not -1 < index < len(of):
            raise invalid_expression(self._text, f"it has no element {index}.")
        return of[index]

    def _call(self, name: str, arguments: list[JsonValue]) -> JsonValue:
        try:
            if name in FUNCTIONS:
                plain = [list(each.values) if isinstance(each, Each) else each for each in arguments]
                return FUNCTIONS[name](*plain)
            return self._of_request(name, *map(str, arguments))
        except AzureError:
            raise
        except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
            raise invalid_expression(self._text, f"{name}() can't take its arguments: {error}.") from error

    def _of_request(self, name: str, argument: str = "") -> JsonValue:
        context = self._context
        match name:
            case "parameters":
                if argument.lower() not in context.parameters:
                    raise invalid_expression(self._text, f"there is no parameter '{argument}'.")
                return context.parameters[argument.lower()]
            case "field":
                return _field(argument, context)
            case "current":
                return self._current(argument)
            case "resourcegroup":
                return context.group
            case "subscription":
                return {"id": SUBSCRIPTION_SCOPE, "subscriptionId": SUBSCRIPTION_ID, "displayName": "Local Azure"}
            case "utcnow":
                return timestamp(context.now)
        raise invalid_expression(self._text, f"{name}() can't take its arguments.")

    def _current(self, argument: str) -> JsonValue:
        elements = self._context.elements
        if not argument and elements:
            return list(elements.values())[-1]
        return _field(argument, self._context)
