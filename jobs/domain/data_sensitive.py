"""Likely secrets, personal data and unsafe content in texts: found by patterns, told without repeating them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from jobs.domain.data_markers import MARKERS, Marker, Trigger


@dataclass(frozen=True)
class Suspect:
    """Something found in a text: what it is, and from where to where."""

    marker: Marker
    start: int
    end: int


_SEPARATORS = b" .)\xa0"
_TOKEN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=~")
_SHORTEST_TOKEN = b"x" * 20
_RUNS_OF_DIGITS = (b"000000000000", b"0-0000", b"+0")
_RARE = re.compile(rb"[+|=@]")
_WORDS = tuple((word.encode(), marker) for marker in MARKERS for word in marker.words)


def _folded(byte: int) -> int:
    if byte in b"0123456789":
        return ord("0")
    return ord("-") if byte in _SEPARATORS else bytes([byte]).lower()[0]


_FOLD = bytes(_folded(byte) for byte in range(256))
_TOKENS = bytes(ord("x") if byte in _TOKEN else ord(" ") for byte in range(256))


def suspicious_rows(lines: list[bytes]) -> dict[int, frozenset[Trigger]]:
    """Looks over many rows at once and says which must be looked at closely, and for what.

    It is much quicker than patterns: two translations of all bytes and a search for a few words in them.
    It may suspect a row wrongly, which `suspects` finds out.
    """
    together = b"\n".join(lines)
    hits: list[tuple[int, Trigger]] = []
    folded = together.translate(_FOLD)
    _find_all(together, b"@", "at", hits)
    for run in _RUNS_OF_DIGITS:
        _find_all(folded, run, "digits", hits)
    for word, _ in _WORDS:
        _find_all(folded, word, "word", hits)
    _find_all(together.translate(_TOKENS), _SHORTEST_TOKEN, "token", hits)
    return _by_row(hits, lines) if hits else {}


def suspects(text: str, triggers: frozenset[Trigger]) -> Iterator[Suspect]:
    """Finds what shouldn't be in a text."""
    for marker in MARKERS:
        if marker.trigger in triggers:
            for match in marker.pattern.finditer(text):
                if _confirmed(marker, match.group()):
                    yield Suspect(marker, match.start(), match.end())


def _find_all(content: bytes, what: bytes, trigger: Trigger, hits: list[tuple[int, Trigger]]) -> None:
    if (rare := _RARE.search(what)) and rare.group() not in content:
        return  # to look for one byte is much quicker than to look for several
    at = content.find(what)
    while at >= 0:
        hits.append((at, trigger))
        # One hit a row is enough: go on in the next row, which a line feed begins in every translation but _TOKENS.
        following = content.find(b"\n", at) if trigger != "token" else at + len(what)
        at = content.find(what, following) if following >= 0 else -1


def _by_row(hits: list[tuple[int, Trigger]], lines: list[bytes]) -> dict[int, frozenset[Trigger]]:
    ends = list(accumulate(len(line) + 1 for line in lines))
    found: dict[int, set[Trigger]] = {}
    index = 0
    for at, trigger in sorted(hits):
        while at >= ends[index]:
            index += 1
        found.setdefault(index, set()).add(trigger)
    return {index: frozenset(triggers) for index, triggers in found.items()}


def _confirmed(marker: Marker, text: str) -> bool:
    """Card and account numbers carry check digits: other numbers aren't told."""
    if "card" in marker.what:
        return _luhn([int(character) for character in text if character.isdigit()])
    if "IBAN" in marker.what:
        return _iban(text.replace(" ", ""))
    return True


def _luhn(digits: list[int]) -> bool:
    if len(set(digits)) == 1:
        return False
    doubled = [digit if index % 2 == 0 else digit * 2 - 9 * (digit > 4) for index, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _iban(text: str) -> bool:
    return 15 <= len(text) <= 34 and int("".join(str(int(one, 36)) for one in text[4:] + text[:4])) % 97 == 1
