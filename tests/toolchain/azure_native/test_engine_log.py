"""Warnings go to the engine; where there is none to show them, nothing fails for it."""

import pytest

from toolchain.azure_native.engine_log import EngineLog


@pytest.mark.parametrize("address", ["", "127.0.0.1:1"])
def test_a_warning_that_can_not_be_shown_is_no_failure(address: str) -> None:
    EngineLog(address).warn("urn:pulumi:dev::project::a::b", "look out")
