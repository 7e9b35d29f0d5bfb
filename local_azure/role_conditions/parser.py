"""Parses conditions; what the local Azure can't evaluate is refused here, never left out."""

from functools import cache
from typing import get_args

from local_azure.errors import not_supported
from local_azure.role_conditions.attributes import KNOWN
from local_azure.role_conditions.errors import invalid_condition
from local_azure.role_conditions.operators import LACKING, comparisons, is_number
from local_azure.role_conditions.syntax import (
    ActionMatches,
    All,
    Attribute,
    Comparison,
    Condition,
    Exists,
    Not,
    Operand,
    Quantifier,
    Some,
    SubOperationMatches,
)
from local_azure.role_conditions.words import Word, words

# Far deeper than people nest, and far less than what would exhaust the stack.
_DEEPEST = 64


@cache
def parse(condition: str) -> Condition:
    """Returns a condition that can be evaluated.

    Raises:
        AzureError: 400 when the grammar doesn't have it, 501 for attributes and operators that only Azure has.
    """
    reader = _Reader(words(condition))
    parsed = reader.chain()
    if reader.word.kind != "end":
        raise reader.unexpected("the end")
    return parsed


class _Reader:
    def __init__(self, found: list[Word]) -> None:
        self._words = found
        self._at = 0
        self._depth = 0

    @property
    def word(self) -> Word:
        return self._words[self._at]

    def unexpected(self, wanted: str) -> Exception:
        return invalid_condition(f"At position {self.word.at} {wanted} is expected, not '{self.word.text}'.")

    def chain(self) -> Condition:
        """Reads terms joined by AND or by OR: Azure wants parentheses where both are."""
        terms, joined = [self._term()], ""
        while self.word.is_sign("AND", "OR", "&&", "||"):
            sign = {"&&": "AND", "||": "OR"}.get(self.word.text, self.word.text.upper())
            if joined and sign != joined:
                raise invalid_condition(f"At position {self.word.at}: parentheses must say whether AND or OR is first.")
            joined = sign
            self._next()
            terms.append(self._term())
        if len(terms) == 1:
            return terms[0]
        return All(tuple(terms)) if joined == "AND" else Some(tuple(terms))

    def _term(self) -> Condition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise invalid_condition(f"At position {self.word.at} it is nested deeper than {_DEEPEST} levels.")
        term = self._negated_or_plain()
        self._depth -= 1
        return term

    def _negated_or_plain(self) -> Condition:
        if self.word.is_sign("NOT", "!"):
            self._next()
            return Not(self._term())
        if self.word.is_sign("("):
            self._next()
            inner = self.chain()
            self._take(")")
            return inner
        if self.word.kind == "name" and not self._is_bool():
            return self._function()
        return self._comparison()

    def _function(self) -> Condition:
        name = self._next().text.lower()
        if name == "actionmatches":
            return ActionMatches(self._set())
        if name == "suboperationmatches":
            return SubOperationMatches(self._set())
        if name in ("exists", "notexists"):
            exists = Exists(self._attribute())
            return exists if name == "exists" else Not(exists)
        raise invalid_condition(f"There is no function '{name}'.")

    def _comparison(self) -> Condition:
        left = self._operand()
        if self.word.kind != "name":
            raise self.unexpected("an operator")
        quantifier, operator = _operator(self._next().text)
        right = self._operand()
        if operator.lower().startswith("numeric"):
            _check_numbers(left, right)
        if quantifier is None and any(isinstance(each, tuple) and len(each) != 1 for each in (left, right)):
            raise invalid_condition(
                f"'{operator}' compares single values: sets need such as ForAnyOfAnyValues before it."
            )
        return Comparison(left, operator.lower(), quantifier or "ForAnyOfAnyValues", right)

    def _operand(self) -> Operand:
        if self.word.kind == "attribute":
            return Attribute(self._attribute())
        if self.word.is_sign("{"):
            return self._set()
        return (self._literal(),)

    def _attribute(self) -> str:
        if self.word.kind != "attribute":
            raise self.unexpected("an attribute")
        name = self._next().text
        if name.lower() not in KNOWN:
            raise not_supported(f"the attribute {name} of conditions", f"It has: {', '.join(sorted(KNOWN))}.")
        return name.lower()

    def _set(self) -> tuple[str, ...]:
        self._take("{")
        values = [self._literal()]
        while self.word.is_sign(","):
            self._next()
            values.append(self._literal())
        self._take("}")
        return tuple(values)

    def _literal(self) -> str:
        if self.word.kind not in ("text", "guid", "number") and not self._is_bool():
            raise self.unexpected("a value")
        return self._next().text

    def _is_bool(self) -> bool:
        return self.word.kind == "name" and self.word.text.lower() in ("true", "false")

    def _take(self, sign: str) -> None:
        if not self.word.is_sign(sign):
            raise self.unexpected(f"'{sign}'")
        self._next()

    def _next(self) -> Word:
        word = self.word
        self._at += 1
        return word


def _check_numbers(*operands: Operand) -> None:
    for value in (value for operand in operands if isinstance(operand, tuple) for value in operand):
        if not is_number(value):
            raise invalid_condition(f"'{value}' is no number.")


def _operator(text: str) -> tuple[Quantifier | None, str]:
    prefix, _, operator = text.rpartition(":")
    quantifiers: dict[str, Quantifier] = {each.lower(): each for each in get_args(Quantifier)}
    if prefix and prefix.lower() not in quantifiers:
        raise invalid_condition(f"There is no '{prefix}:'.")
    if LACKING.fullmatch(operator):
        raise not_supported(
            f"the operator {operator} of conditions", "It has those of strings, GUIDs, numbers, Booleans."
        )
    if operator.lower() not in comparisons():
        raise invalid_condition(f"There is no operator '{operator}'.")
    return quantifiers.get(prefix.lower()), operator
