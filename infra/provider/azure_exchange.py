"""Carries requests to Azure over azure-core's pipeline: with an Entra token, retried, by the user's proxy and CA."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from infra.provider.errors import NoAnswerError
from infra.provider.exchange import Answer, Exchange, Request

if TYPE_CHECKING:
    from azure.core.credentials import TokenCredential
    from azure.core.pipeline.transport import HttpTransport

MANAGEMENT: Final = "https://management.azure.com"
RETRIES: Final = 8
"""About four minutes of exponential waiting where Azure doesn't say how long to wait."""


def connect(environment: Mapping[str, str]) -> Exchange:
    """Connects with the credentials that azure-native uses too.

    A service principal's secret (ARM_CLIENT_ID, ARM_CLIENT_SECRET, ARM_TENANT_ID) comes first, then whatever
    azure-identity finds: environment, workload identity, managed identity, Azure CLI.
    """
    return azure_exchange(_credential(environment))


def azure_exchange(
    credential: "TokenCredential", transport: "HttpTransport[Any, Any] | None" = None, retries: int = RETRIES
) -> Exchange:
    """Makes an exchange from a credential, and a transport for tests."""
    from azure.core import PipelineClient
    from azure.core.exceptions import AzureError
    from azure.core.pipeline.policies import BearerTokenCredentialPolicy, RetryPolicy, UserAgentPolicy
    from azure.core.rest import HttpRequest

    policies = [
        UserAgentPolicy("tunestack"),
        RetryPolicy(retry_total=retries),
        BearerTokenCredentialPolicy(credential, f"{MANAGEMENT}/.default"),
    ]
    client: PipelineClient[Any, Any] = PipelineClient(MANAGEMENT, policies=policies, transport=transport)

    def send(request: Request) -> Answer:
        outgoing = HttpRequest(request.method, _address(request.path), params=dict(request.query), json=request.body)
        try:
            response = client.send_request(outgoing)
        except AzureError as failure:
            raise NoAnswerError(f"{request.method} {request.path}: Azure couldn't be asked: {failure}") from failure
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, response.text())

    return send


def _address(path: str) -> str:
    address = urljoin(MANAGEMENT, path)
    if urlsplit(address).netloc != urlsplit(MANAGEMENT).netloc:
        # The token is for Resource Manager alone, whatever address an answer points to.
        raise NoAnswerError(f"an answer of Azure points to {address}, which isn't Resource Manager: nothing was sent")
    return address


def _credential(environment: Mapping[str, str]) -> "TokenCredential":
    from azure.identity import ClientSecretCredential, DefaultAzureCredential

    given = [environment.get(f"ARM_{name}") for name in ("TENANT_ID", "CLIENT_ID", "CLIENT_SECRET")]
    if all(given):
        tenant_id, client_id, client_secret = map(str, given)
        return ClientSecretCredential(tenant_id, client_id, client_secret)
    return DefaultAzureCredential()
