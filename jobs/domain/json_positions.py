"""At which column each member and element of a line of JSON stands."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_LEXEME = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


@dataclass(frozen=True)
class Positions:
    """1-based columns, in characters, by path from the outermost value: `("messages", 0, "role")`."""

    keys: dict[Path, int]
    values: dict[Path, int]

    def nearest(self, path: Path) -> int:
        """The column of the value at `path`, or of the innermost value around it that exists."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, 1)


@dataclass
class _Container:
    """An object or an array that the scan is inside of."""

    is_object: bool
    path: Path
    index: int = 0
    key: str | None = None

    def next_path(self) -> Path:
        return (*self.path, (self.key or "") if self.is_object else self.index)


@dataclass
class _Scan:
    positions: Positions = field(default_factory=lambda: Positions({}, {}))
    inside: list[_Container] = field(default_factory=list)

    def take(self, lexeme: str, column: int) -> None:
        container = self.inside[-1] if self.inside else None
        if lexeme in "]}":
            self.inside.pop()
        elif lexeme == ",":
            _go_on(container)
        elif container and container.is_object and container.key is None:
            container.key = json.loads(lexeme)
            self.positions.keys[container.next_path()] = column
        elif lexeme != ":":
            self._value(lexeme, column, container.next_path() if container else ())

    def _value(self, lexeme: str, column: int, path: Path) -> None:
        self.positions.values[path] = column
        if lexeme in "[{":
            self.inside.append(_Container(lexeme == "{", path))


def positions(line: str) -> Positions:
    """Finds where everything stands in `line`, which must be valid JSON.

    It is only called for rows with findings, so that rows without pay nothing for it. It doesn't recurse:
    nesting is limited by memory alone.
    """
    scan = _Scan()
    for lexeme, column in _lexemes(line):
        scan.take(lexeme, column)
    return scan.positions


def _lexemes(line: str) -> Iterator[tuple[str, int]]:
    for match in _LEXEME.finditer(line):
        yield match.group(), match.start() + 1


def _go_on(container: _Container | None) -> None:
    if container is not None:
        container.index += 1
        container.key = None
