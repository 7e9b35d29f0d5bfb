"""Which hosts are Azure's: tokens are sent to no other."""

from typing import Any

from azure.core.pipeline import PipelineRequest
from azure.core.pipeline.policies import SansIOHTTPPolicy

from jobs.domain.errors import UsageError

AZURE_HOSTS = (
    "management.azure.com",
    ".api.azureml.ms",
    ".models.ai.azure.com",
    ".inference.ml.azure.com",
    ".openai.azure.com",
    ".blob.core.windows.net",
)
"""Azure's public cloud; the ones that the jobs talk to (Azure's documentation of each service, 2026-10)."""


class AzureHostsOnlyPolicy(SansIOHTTPPolicy[Any, Any]):
    """Refuses requests to any host that isn't Azure's, before a token is added to them."""

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """Checks the request's host.

        Raises:
            UsageError: the host isn't Azure's.
        """
        require_azure_host(request.http_request.url)


def require_azure_host(url: str) -> None:
    """Refuses a URL that isn't `https` on one of Azure's hosts.

    Raises:
        UsageError: naming the URL.
    """
    scheme, _, rest = url.partition("://")
    host = rest.split("/", 1)[0].rpartition("@")[2].split(":", 1)[0].lower()
    if scheme != "https" or not any(
        host == known or (known[0] == "." and host.endswith(known)) for known in AZURE_HOSTS
    ):
        raise UsageError(f"{scheme}://{host} isn't a host of Azure's: no token is sent there")
