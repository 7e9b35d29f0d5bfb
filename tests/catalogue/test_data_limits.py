"""What training files may be, by method."""

import pytest

from catalogue.data_limits import data_limits, limited_methods
from jobs.domain.data_format import FORMAT_NAMES


@pytest.mark.parametrize("method", limited_methods())
def test_every_format_of_a_method_is_one_that_can_be_read(method: str) -> None:
    assert set(data_limits(method).formats) <= set(FORMAT_NAMES)


def test_a_model_with_a_shorter_context_has_its_own_limit() -> None:
    assert data_limits("openai", "gpt-4.1-nano").maximum_tokens == 32768
    assert data_limits("openai", "gpt-4o").maximum_tokens == 65536
