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
COGNITIVE: Final = "https://cognitiveservices.azure.com"
CONNECT_SECONDS: Final = 20
FEW_RETRIES: Final = 2
RETRIES: Final = 8
"""About four minutes of exponential waiting where Azure doesn't say how long to wait."""


def connect(environment: Mapping[str, str]) -> Exchange:
    """Connects with the credentials that azure-native uses too.

    A service principal's secret (ARM_CLIENT_ID, ARM_CLIENT_SECRET, ARM_TENANT_ID) comes first, then whatever
    azure-identity finds: environment, workload identity, managed identity, Azure CLI.
    """
    return azure_exchange(_credential(environment))


def connect_account(environment: Mapping[str, str], endpoint: str) -> Exchange:
    """Connects to the data of a Cognitive Services account at its address, with the same credentials.

    It is asked a few times only: it may be reachable from its own network alone.
    """
    return azure_exchange(_credential(environment), retries=FEW_RETRIES, base=endpoint.rstrip("/"), scope=COGNITIVE)


def azure_exchange(
    credential: "TokenCredential",
    transport: "HttpTransport[Any, Any] | None" = None,
    retries: int = RETRIES,
    base: str = MANAGEMENT,
    scope: str = MANAGEMENT,
) -> Exchange:
    """Makes an exchange from a credential.

    Args:
        credential: Gives tokens.
        transport: What sends, for tests.
        retries: How often a request is repeated.
        base: Scheme and host; requests go nowhere else.
        scope: What the token is for.
    """
    from azure.core import PipelineClient
    from azure.core.exceptions import AzureError
    from azure.core.pipeline.policies import BearerTokenCredentialPolicy, RetryPolicy, UserAgentPolicy
    from azure.core.rest import HttpRequest

    policies = [
        UserAgentPolicy("tunestack"),
        RetryPolicy(retry_total=retries),
        BearerTokenCredentialPolicy(credential, f"{scope}/.default"),
    ]
    client: PipelineClient[Any, Any] = PipelineClient(base, policies=policies, transport=transport)

    def send(request: Request) -> Answer:
        outgoing = HttpRequest(
            request.method, _address(base, request.path), params=dict(request.query), json=request.body
        )
        try:
            response = client.send_request(outgoing, connection_timeout=CONNECT_SECONDS)
        except AzureError as failure:
            raise NoAnswerError(f"{request.method} {request.path}: Azure couldn't be asked: {failure}") from failure
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, response.text())

    return send


def _address(base: str, path: str) -> str:
    address = urljoin(base, path)
    if urlsplit(address).netloc != urlsplit(base).netloc:
        # The token is for that host alone, whatever address an answer points to.
        raise NoAnswerError(f"an answer of Azure points to {address}, which isn't {base}: nothing was sent")
    return address


def _credential(environment: Mapping[str, str]) -> "TokenCredential":
    from azure.identity import ClientSecretCredential, DefaultAzureCredential

    given = [environment.get(f"ARM_{name}") for name in ("TENANT_ID", "CLIENT_ID", "CLIENT_SECRET")]
    if all(given):
        tenant_id, client_id, client_secret = map(str, given)
        return ClientSecretCredential(tenant_id, client_id, client_secret)
    return DefaultAzureCredential()
