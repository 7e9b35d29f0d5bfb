"""Who uses Prompt flow is told when it ends, or that it has."""

from datetime import date

import pytest

from jobs.promptflow.retirement import warning


@pytest.mark.parametrize(
    ("today", "state"), [(date(2027, 4, 19), "is retired on 2027-04-20"), (date(2027, 4, 20), "has been retired")]
)
def test_the_warning_names_the_date_and_the_successor(today: date, state: str) -> None:
    said = warning(today)
    assert state in said
    assert "--engine agent-framework" in said
