"""What a client has called so far, as the local Azure recorded it; recording begins anew with each look."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = os.environ.get("CONFORMANCE_CALLS")
"""Where the local Azure records; without it nothing is known of calls."""


def take() -> list[dict[str, str]]:
    """Returns the kinds of calls since the last look, and forgets them."""
    return [json.loads(line) for place in _places() for line in _taken(place)]


@contextmanager
def uncounted() -> Iterator[None]:
    """Keeps what is called inside of the block out of what the client has called."""
    places = _places()
    if places:
        with places[0].open("a", encoding="utf-8") as kept:
            kept.writelines(_taken(places[1]))
    try:
        yield
    finally:
        for place in places[1:]:
            place.unlink(missing_ok=True)


def _places() -> list[Path]:
    """What was kept for the next look, and what the local Azure writes."""
    return [Path(f"{FILE}.kept"), Path(FILE)] if FILE else []


def _taken(place: Path) -> list[str]:
    if not place.exists():
        return []
    lines = place.read_text(encoding="utf-8").splitlines(keepends=True)
    place.unlink()
    return lines
