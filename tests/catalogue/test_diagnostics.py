"""Diagnostics: which types have logs and metrics to send."""

import pytest

from catalogue.diagnostics import UnknownDiagnosticsError, diagnostics, sendable
from catalogue.resource_types import by_type


def test_each_type_has_something_to_send() -> None:
    assert all(each.logs or each.metrics for each in diagnostics().values())


def test_a_type_without_a_row_is_named() -> None:
    with pytest.raises(UnknownDiagnosticsError, match=r"Microsoft\.Insights/components"):
        sendable("Microsoft.Insights/components")


def test_types_are_written_as_the_type_table_writes_them() -> None:
    for arm_type in diagnostics():
        assert by_type(arm_type).type == arm_type
