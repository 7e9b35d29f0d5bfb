"""Fixtures: Azure's clients against a local Azure with a project, its training a program of a moment."""

from collections.abc import Iterator

import pytest

from jobs.adapters.azure_cloud import AzureCloud, azure_cloud
from jobs.domain.stack import StackOutputs
from local_azure.credentials import credentials
from local_azure.identity import SUBSCRIPTION_ID, TENANT_ID
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
    secrets = credentials(azure.directory)
    with pytest.MonkeyPatch.context() as environment:
        for name in ("HTTPS_PROXY", "https_proxy"):
            environment.setenv(name, azure.proxy)
        for name in ("NO_PROXY", "no_proxy"):
            environment.setenv(name, "127.0.0.1,localhost")
        for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
            environment.setenv(name, str(azure.directory / "bundle.pem"))
        environment.setenv("AZURE_TENANT_ID", TENANT_ID)
        environment.setenv("AZURE_CLIENT_ID", secrets.client_id)
        environment.setenv("AZURE_CLIENT_SECRET", secrets.client_secret)
        environment.setenv("AZURE_SUBSCRIPTION_ID", SUBSCRIPTION_ID)
        yield


@pytest.fixture(scope="module")
def cloud(at_local_azure: None) -> AzureCloud:
    return azure_cloud(STACK)
