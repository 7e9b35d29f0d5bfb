"""Conditions of role assignments mean what logic with a third value, unknown, says; and garbage is refused as such."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_azure.errors import AzureError
from local_azure.role_conditions.attributes import assignment_attributes
from local_azure.role_conditions.evaluation import holds
from local_azure.role_conditions.parser import parse
from tests.local_azure.properties.answers import refusal_of

PRINCIPAL = "@Request[Microsoft.Authorization/roleAssignments:PrincipalType]"
ROLE = "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId]"
ACTIONS = ["Microsoft.Authorization/roleAssignments/write", "Microsoft.Authorization/roleAssignments/delete"]
TEXTS = ["User", "user", "Group", "GroupOf"]


@dataclass(frozen=True)
class Term:
    """A condition as text, beside what it means: given the attributes and the action, true, false or unknown."""

    text: str
    meaning: object


Known = Mapping[str, str]


def meant(term: Term, known: Known, action: str) -> bool | None:
    """Says what a term means, by Kleene's three-valued logic."""
    match term.meaning:
        case ("not", inner):
            value = meant(inner, known, action)
            return None if value is None else not value
        case ("and", terms):
            return _least([meant(each, known, action) for each in terms])
        case ("or", terms):
            opposite = _least([_opposite(meant(each, known, action)) for each in terms])
            return _opposite(opposite)
        case ("action", wanted):
            return str(wanted).lower() == action.lower()
        case ("exists", attribute):
            return attribute in known
        case (operator, attribute, values):
            return (
                None if attribute not in known else any(_compare(operator, known[attribute], each) for each in values)
            )
    raise AssertionError(term)


def _least(values: Sequence[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True


def _opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def _compare(operator: object, left: str, right: str) -> bool:
    match operator:
        case "StringEquals":
            return left == right
        case "StringNotEquals":
            return left != right
        case "StringEqualsIgnoreCase":
            return left.lower() == right.lower()
        case "StringStartsWith":
            return left[: len(right)] == right
        case "StringNotLike":
            return not fnmatchcase(left, right)
        case "StringLike":
            return fnmatchcase(left, right)
    raise AssertionError(operator)


ATTRIBUTES = st.sampled_from([PRINCIPAL, ROLE])
OPERATORS = st.sampled_from(["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringStartsWith"])
LIKE = st.sampled_from(["StringLike", "StringNotLike"])
VALUES = st.sampled_from(TEXTS)
PATTERNS = st.sampled_from(["*", "Us*", "G?oup*", "user", "*O*"])


def _comparison(operator: str, attribute: str, values: list[str]) -> Term:
    listed = ", ".join(f"'{each}'" for each in values)
    text = f"{attribute} ForAnyOfAnyValues:{operator} {{{listed}}}"
    return Term(text if len(values) > 1 else f"{attribute} {operator} {listed}", (operator, attribute, tuple(values)))


def _chain(sign: str, terms: list[Term]) -> Term:
    return Term(f" {sign} ".join(f"({each.text})" for each in terms), ("and" if sign in ("AND", "&&") else "or", terms))


LEAVES = (
    st.builds(_comparison, OPERATORS, ATTRIBUTES, st.lists(VALUES, min_size=1, max_size=3))
    | st.builds(_comparison, LIKE, ATTRIBUTES, st.lists(PATTERNS, min_size=1, max_size=2))
    | st.sampled_from(ACTIONS).map(lambda action: Term(f"ActionMatches{{'{action}'}}", ("action", action)))
    | ATTRIBUTES.map(lambda attribute: Term(f"Exists {attribute}", ("exists", attribute)))
)
TERMS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda each: Term(f"NOT ({each.text})", ("not", each)), inner)
        | st.builds(lambda each: Term(f"!({each.text})", ("not", each)), inner)
        | st.builds(_chain, st.sampled_from(["AND", "OR", "&&", "||"]), st.lists(inner, min_size=2, max_size=3))
    ),
    max_leaves=6,
)
KNOWN = st.fixed_dictionaries({}, optional={PRINCIPAL: VALUES, ROLE: VALUES})
SIGNS = ["(", ")", "!", "{", "}", ",", "'a'", "'", "7", "\\", "\n", "\u2603"]
WORDS = ["NOT", "AND", "OR", "true", "Exists", "ActionMatches", "StringLike", "NumericLessThan", "ForAllOfAnyValues:"]
GARBAGE = st.lists(st.sampled_from([*SIGNS, *WORDS, PRINCIPAL, "@Request[x]"]), max_size=8).map(" ".join)


def attributes(known: Known) -> Mapping[str, Sequence[str]]:
    return assignment_attributes("Request", known.get(ROLE, ""), "", known.get(PRINCIPAL, ""))


@given(term=TERMS, known=KNOWN, action=st.sampled_from(ACTIONS))
def test_a_condition_holds_where_its_meaning_is_true(term: Term, known: Known, action: str) -> None:
    assert holds(term.text, action, attributes(known)) == (meant(term, known, action) is True)


@given(one=TERMS, other=TERMS, known=KNOWN, action=st.sampled_from(ACTIONS))
def test_de_morgan_and_double_negation(one: Term, other: Term, known: Known, action: str) -> None:
    found = attributes(known)
    assert holds(f"NOT (({one.text}) AND ({other.text}))", action, found) == holds(
        f"(NOT ({one.text})) OR (NOT ({other.text}))", action, found
    )
    assert holds(f"NOT (({one.text}) OR ({other.text}))", action, found) == holds(
        f"(NOT ({one.text})) AND (NOT ({other.text}))", action, found
    )
    assert holds(f"NOT (NOT ({one.text}))", action, found) == holds(one.text, action, found)
    assert not (holds(one.text, action, found) and holds(f"NOT ({one.text})", action, found))


@given(text=GARBAGE | st.text(max_size=30))
def test_what_is_no_condition_is_refused_and_what_is_one_can_be_asked(text: str) -> None:
    refused = refusal_of(lambda: parse(text))
    if refused is None:
        assert holds(text, ACTIONS[0], attributes({PRINCIPAL: "User"})) in (True, False)
    else:
        assert refused.status in (400, 501)


@pytest.mark.parametrize(
    "text", ["(" * 5000, "!" * 5000 + "(true BoolEquals true)", "NOT " * 5000, "(" * 5000 + ")" * 5000]
)
def test_a_condition_that_is_too_deep_is_refused(text: str) -> None:
    with pytest.raises(AzureError, match="deep"):
        parse(text)
