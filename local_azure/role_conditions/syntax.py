"""What a condition is made of once it is parsed."""

from dataclasses import dataclass
from typing import Literal

Quantifier = Literal["ForAnyOfAnyValues", "ForAllOfAnyValues", "ForAnyOfAllValues", "ForAllOfAllValues"]


@dataclass(frozen=True)
class ActionMatches:
    """Holds when the action that is asked for matches one of the patterns."""

    patterns: tuple[str, ...]


@dataclass(frozen=True)
class SubOperationMatches:
    """Holds when the request is one of these suboperations, such as ``Blob.List``."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Exists:
    """Holds when the attribute has a value."""

    attribute: str


@dataclass(frozen=True)
class Comparison:
    """Compares the values on the left with those on the right; a single attribute's name stands for its values."""

    left: "Operand"
    operator: str
    quantifier: Quantifier
    right: "Operand"


@dataclass(frozen=True)
class Not:
    """Holds when the inner condition doesn't."""

    inner: "Condition"


@dataclass(frozen=True)
class All:
    """Holds when all of these do."""

    terms: tuple["Condition", ...]


@dataclass(frozen=True)
class Some:
    """Holds when one of these does."""

    terms: tuple["Condition", ...]


@dataclass(frozen=True)
class Attribute:
    """An attribute in lower case, such as ``@request[...:principalid]``."""

    name: str


Operand = Attribute | tuple[str, ...]
Condition = ActionMatches | SubOperationMatches | Exists | Comparison | Not | All | Some
