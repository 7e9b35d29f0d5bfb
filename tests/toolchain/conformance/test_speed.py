"""What is measured of a local Azure: each start, and each GET of the last one, by the clock that is given."""

from collections.abc import Iterator
from itertools import accumulate, chain, repeat
from pathlib import Path

import pytest

from local_azure.daemon import running_instance
from toolchain.conformance.speed import measure

ROOT = Path(__file__).parents[3]
STARTS, GETS = 2, 20


@pytest.fixture
def readings() -> Iterator[float]:
    """The clock's readings: two starts of 1 and 3 s, then GETs of 1 to 20 ms, each measured from where it began."""
    spans = chain((1.0, 3.0), (number / 1000 for number in range(1, GETS + 1)), repeat(0.0))
    return accumulate(chain.from_iterable((0.0, span) for span in spans))


def test_starts_and_gets_are_measured_and_all_is_stopped_again(tmp_path: Path, readings: Iterator[float]) -> None:
    speed = measure(ROOT, tmp_path, lambda: next(readings), starts=STARTS, gets=GETS)
    assert speed.start_to_first_answer_seconds == 2.0
    assert speed.get_p95_milliseconds == pytest.approx(19.0)
    assert speed.get_median_milliseconds == pytest.approx(10.5)
    assert [running_instance(tmp_path / str(number)) for number in range(STARTS)] == [None, None]
