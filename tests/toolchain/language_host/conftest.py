"""A language host for each test."""

from collections.abc import Iterator

import pytest

from tests.toolchain.language_host.running import RunningHost, running_host


@pytest.fixture
def host() -> Iterator[RunningHost]:
    """A running language host."""
    with running_host() as running:
        yield running
