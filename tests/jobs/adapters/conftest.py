"""Fixtures: Azure's clients against a local Azure with a project, its training a program of a moment."""

from collections.abc import Iterator

import pytest

from jobs.adapters.azure_cloud import AzureCloud, azure_cloud
from jobs.domain.stack import StackOutputs
from local_azure.identity import SUBSCRIPTION_ID, TENANT_ID
from tests.jobs.adapters.environment import environment_of
from tests.local_azure.machinelearning.conftest import azure, azurite
from tests.local_azure.machinelearning.running import RunningAzure

__all__ = ["azure", "azurite"]

STACK = StackOutputs(
    journey="phi3",
    method="serverless",
    environment="test",
    subscription_id=SUBSCRIPTION_ID,
    tenant_id=TENANT_ID,
    location="eastus2",
    resource_group_name="rg-test",
    workspace_name="project-test",
    tags={"owner": "somebody"},
)


@pytest.fixture(scope="module")
def at_local_azure(azure: RunningAzure) -> Iterator[None]:
    """What `tunestack local exec` sets, for this process."""
    with environment_of(azure):
        yield


@pytest.fixture(scope="module")
def cloud(at_local_azure: None) -> AzureCloud:
    return azure_cloud(STACK)
