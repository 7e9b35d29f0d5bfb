"""Expressions are evaluated as ARM does it: lazily where it decides, without regard to case, within bounds."""

import pytest

from local_azure.deployments.language.errors import ExpressionError, NotHereError
from local_azure.deployments.language.scope import Budget
from tests.local_azure.deployments.language.expressions import value


def test_names_of_functions_and_members_compare_without_case() -> None:
    assert value("RESOURCEGROUP().Location") == "eastus2"


def test_what_a_decision_leaves_out_is_not_evaluated() -> None:
    assert value("if(true(), 'yes', reference('nothing'))") == "yes"
    assert value("or(true(), bool('perhaps'))") is True
    assert value("coalesce(null(), 'there', bool('perhaps'))") == "there"


def test_an_unknown_function_is_not_valid() -> None:
    with pytest.raises(ExpressionError, match="The template function 'konkat' is not valid"):
        value("konkat('a')")


def test_a_function_of_azure_that_is_not_here_is_named_as_such() -> None:
    with pytest.raises(NotHereError, match="dateTimeAdd"):
        value("dateTimeAdd('2026-01-01', 'P1D')")


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("createObject('a', 1).b", "property 'b' doesn't exist, available properties are 'a'"),
        ("createArray(1)[1]", "array index '1' is out of bounds"),
        ("string('a').b", "can't be evaluated"),
        ("toLower()", "requires 1 to 1 argument"),
        ("toLower(1)", "to be of type 'String'. The provided value is of type 'Integer'"),
    ],
)
def test_what_has_no_value_says_why(expression: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        value(expression)
    assert reason in str(refused.value)


def test_safe_access_gives_nothing_where_there_is_nothing() -> None:
    assert value("createObject('a', 1).?b") is None
    assert value("createObject('a', 1).?b.?c") is None
    assert value("createArray(1)[?5]") is None


def test_what_a_template_may_expand_to_is_bounded() -> None:
    with pytest.raises(ExpressionError, match="expands to more"):
        value("concat(padLeft('', 50000), padLeft('', 50000))", budget=Budget(60_000))


def test_replacing_is_counted_before_it_is_done() -> None:
    with pytest.raises(ExpressionError, match="expands to more"):
        value("replace(padLeft('', 4000), ' ', padLeft('', 4000))", budget=Budget(100_000))
