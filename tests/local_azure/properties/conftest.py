"""A local Azure in the test's own process, one for each module of properties."""

from collections.abc import Iterator

import pytest

from tests.local_azure.properties.in_process import InProcess


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcess]:
    with InProcess(tmp_path_factory.mktemp("azure")) as running:
        yield running
