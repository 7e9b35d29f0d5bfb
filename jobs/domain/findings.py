"""What is wrong with a file of training data, and where."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong at one place.

    Attributes:
        line: 1-based line of the file; 0 where the whole file is meant.
        column: 1-based character of that line; 0 where the whole line or file is meant.
        rule: stable name of what was broken, for programs.
        message: what is wrong and what would be right, for people.
        severity: `error` makes the file unusable, `warning` doesn't.
    """

    line: int
    column: int
    rule: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """`line:column: message [rule]`, as compilers write it; editors can jump there."""
        place = f"{self.line}:{self.column}: " if self.line else ""
        return f"{place}{self.severity}: {self.message} [{self.rule}]"
