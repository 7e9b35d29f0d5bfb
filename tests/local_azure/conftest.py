"""Fixtures: a local Azure for the whole session, all providers registered, and a resource group for each test."""

from collections.abc import Iterator

import pytest

from tests.local_azure.running import LocalAzure, group_id


@pytest.fixture(scope="session")
def local_azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    with LocalAzure(tmp_path_factory.mktemp("local-azure")) as running:
        running.register_all()
        yield running


@pytest.fixture
def group(local_azure: LocalAzure, request: pytest.FixtureRequest) -> str:
    """The id of a resource group of the test's own."""
    made = group_id(f"rg-{abs(hash(request.node.nodeid)):x}")
    local_azure.put(made, {"location": "eastus2"})
    return made
