"""What `tunestack local exec` sets, for the test process."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from local_azure.credentials import credentials
from local_azure.identity import SUBSCRIPTION_ID, TENANT_ID
from tests.local_azure.machinelearning.running import RunningAzure


@contextmanager
def environment_of(azure: RunningAzure, client_id: str = "", secret: str = "") -> Iterator[None]:
    """Sets proxy, trust and credentials of a local Azure while the block lasts: the deployer's, or somebody else's."""
    deployer = credentials(azure.directory)
    with pytest.MonkeyPatch.context() as environment:
        for name in ("HTTPS_PROXY", "https_proxy"):
            environment.setenv(name, azure.proxy)
        for name in ("NO_PROXY", "no_proxy"):
            environment.setenv(name, "127.0.0.1,localhost")
        for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
            environment.setenv(name, str(azure.directory / "bundle.pem"))
        environment.setenv("AZURE_TENANT_ID", TENANT_ID)
        environment.setenv("AZURE_CLIENT_ID", client_id or deployer.client_id)
        environment.setenv("AZURE_CLIENT_SECRET", secret or deployer.client_secret)
        environment.setenv("AZURE_SUBSCRIPTION_ID", SUBSCRIPTION_ID)
        yield
