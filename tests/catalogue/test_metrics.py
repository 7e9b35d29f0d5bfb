"""Metrics: what alerts can look at."""

import pytest

from catalogue.metrics import UnknownMetricError, metric, metrics
from catalogue.resource_types import by_type


def test_types_are_written_as_the_type_table_writes_them() -> None:
    for arm_type in metrics():
        assert by_type(arm_type).type == arm_type


def test_a_metric_is_found_by_type_and_name() -> None:
    assert metric("Microsoft.CognitiveServices/accounts", "AzureOpenAITTLTInMS").unit == "MilliSeconds"


@pytest.mark.parametrize("arm_type", ["Microsoft.CognitiveServices/accounts", "Microsoft.Nothing/at"])
def test_a_metric_that_is_not_there_is_named(arm_type: str) -> None:
    with pytest.raises(UnknownMetricError, match=rf"Latency of {arm_type} is not in catalogue/metrics\.yaml"):
        metric(arm_type, "Latency")
