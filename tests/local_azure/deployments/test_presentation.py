"""Deployments are shown with times and hashes as ARM writes them."""

from datetime import UTC, datetime, timedelta

import pytest

from local_azure.deployments.presentation import duration, template_hash
from tests.local_azure.deployments.templates import identity, template

START = datetime(2026, 10, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "written"), [(0, "PT0S"), (1.5, "PT1.5S"), (116.25, "PT1M56.25S"), (3660, "PT1H1M0S")]
)
def test_durations_are_iso_8601(seconds: float, written: str) -> None:
    assert duration(START, START + timedelta(seconds=seconds)) == written


def test_a_hash_is_a_number_that_goes_by_the_template_alone() -> None:
    first, second = template(identity("a")), template(identity("b"))
    assert template_hash(first).isdigit()
    assert template_hash(first) == template_hash(dict(reversed(first.items()))) != template_hash(second)
