"""A provider over real gRPC, before an Azure in memory."""

from collections.abc import Iterator

import pytest

from tests.toolchain.azure_native.fake_azure import FakeAzure, PassingClock
from tests.toolchain.azure_native.provider import Provider, running_provider


@pytest.fixture
def azure() -> FakeAzure:
    return FakeAzure()


@pytest.fixture
def clock() -> PassingClock:
    return PassingClock()


@pytest.fixture
def provider(azure: FakeAzure, clock: PassingClock) -> Iterator[Provider]:
    with running_provider(azure, clock) as running:
        running.configure()
        yield running
