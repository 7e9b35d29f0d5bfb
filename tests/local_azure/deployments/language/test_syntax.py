"""Expressions are read by ARM's grammar, and what isn't one is told as ARM tells it."""

import pytest

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.syntax import Access, Call, Constant, calls, parse
from local_azure.deployments.language.tokens import LONGEST


def test_calls_nest_and_take_texts_and_numbers() -> None:
    assert parse("concat('it''s', add(-1, 2))") == Call(
        "concat", (Constant("it's"), Call("add", (Constant(-1), Constant(2))))
    )


def test_members_and_elements_follow_a_call() -> None:
    found = parse("reference('a').b[0].?c[?'d']")
    assert found == Access(
        Access(
            Access(Access(Call("reference", (Constant("a"),)), Constant("b"), False), Constant(0), False),
            Constant("c"),
            True,
        ),
        Constant("d"),
        True,
    )


def test_names_of_functions_have_namespaces() -> None:
    assert parse("contoso.name('x')") == Call("contoso.name", (Constant("x"),))


def test_all_calls_of_an_expression_are_found() -> None:
    assert [each.name for each in calls(parse("a(b('x')[c()]).d"))] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("concat('a'", "expected token 'RightParenthesis' and actual 'EndOfData'"),
        ("concat('a') 'b'", "expected token 'EndOfData' and actual 'b'"),
        ("concat('a',)", "expected token 'Identifier'"),
        ("a('b)", "unexpected text ''b)'"),
        ("a().1", "expected token 'Identifier' and actual '1'"),
        ("a()[0", "expected token 'RightSquareBracket'"),
        ("", "expected token 'Identifier' and actual 'EndOfData'"),
        ("name", "expected token 'LeftParenthesis'"),
    ],
)
def test_what_is_no_expression_is_refused(expression: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(expression)
    assert reason in str(refused.value)


@pytest.mark.parametrize("expression", ["a(" * 5000 + ")" * 5000, "a()" + ".b" * 5000, "a()" + "[0]" * 5000])
def test_deep_expressions_are_refused(expression: str) -> None:
    with pytest.raises(ExpressionError, match="nested deeper"):
        parse(expression)


def test_long_expressions_are_refused() -> None:
    with pytest.raises(ExpressionError, match=str(LONGEST)):
        parse("'" + "a" * LONGEST + "'")
