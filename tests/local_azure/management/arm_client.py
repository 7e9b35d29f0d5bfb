"""Azure's own client of Resource Manager (azure-core, azure-mgmt-core), led to a local Azure."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from azure.core.paging import ItemPaged
from azure.core.pipeline import PipelineResponse
from azure.core.pipeline.policies import HeadersPolicy, RequestIdPolicy, RetryPolicy
from azure.core.pipeline.transport import RequestsTransport
from azure.core.polling import LROPoller
from azure.core.rest import HttpRequest, HttpResponse
from azure.mgmt.core import ARMPipelineClient
from azure.mgmt.core.polling.arm_polling import ARMPolling
from requests import Session

from tests.local_azure.running import ARM, LocalAzure, usual_version

Answered = PipelineResponse[HttpRequest, HttpResponse]


class PassingTransport(RequestsTransport):
    """Sends requests, and notes the pauses that policies ask for instead of waiting."""

    def __init__(self, slept: Callable[[float], None], **options: Any) -> None:  # noqa: ANN401 -- azure-core's own
        super().__init__(**options)
        self._slept = slept

    def sleep(self, duration: float) -> None:
        """Notes a pause."""
        self._slept(duration)


@dataclass(frozen=True)
class ArmClient:
    """A client of one local Azure.

    Attributes:
        azure: The local Azure.
        client: Azure's own client.
        slept: The pauses it would have made, in seconds.
    """

    azure: LocalAzure
    client: ARMPipelineClient
    slept: list[float]

    def send(
        self, method: str, path: str, body: object = None, *, headers: Mapping[str, str] | None = None
    ) -> HttpResponse:
        """Sends a request to an ARM id and returns the answer."""
        return self.run(method, path, body, headers=headers).http_response

    def run(self, method: str, path: str, body: object = None, *, headers: Mapping[str, str] | None = None) -> Answered:
        """Sends a request and returns the answer as pollers take it."""
        url = f"{ARM}{path}" + ("&" if "?" in path else "?") + f"api-version={usual_version(path.partition('?')[0])}"
        request = HttpRequest(method, url, json=body, headers=dict(headers or {}))
        return self.client._pipeline.run(request, stream=False)  # as generated clients do

    def listed(self, path: str) -> ItemPaged[Any]:
        """Lists what a path has, from page to page as generated clients do."""

        def get_next(link: str | None) -> HttpResponse:
            return self.client.send_request(HttpRequest("GET", link)) if link else self.send("GET", path)

        def extract_data(answer: HttpResponse) -> tuple[str | None, Iterator[Any]]:
            answer.raise_for_status()
            page = answer.json()
            return page.get("nextLink"), iter(page["value"])

        return ItemPaged(get_next, extract_data)

    def finish(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 -- any JSON
        """Sends a request, polls to its end as generated clients do, and returns the last body or None.

        Raises:
            azure.core.exceptions.HttpResponseError: The operation failed.
        """
        begun = self.run(method, path, body)
        begun.http_response.raise_for_status()
        return self.follow(begun)

    def follow(self, begun: Answered) -> Any:  # noqa: ANN401 -- any JSON
        """Polls to the end of what an answer has begun, and returns the last body or None.

        Raises:
            azure.core.exceptions.HttpResponseError: The operation failed.
        """
        poller: LROPoller[Any] = LROPoller(self.client, begun, _content, ARMPolling(timeout=0.01))
        return poller.result()


@contextmanager
def arm_client(azure: LocalAzure, *, passes: Callable[[float], None] | None = None) -> Iterator[ArmClient]:
    """Opens a client that notes for how long it would wait, and goes on at once.

    Args:
        azure: The local Azure.
        passes: Is told of each pause.
    """
    slept: list[float] = []

    def note(seconds: float) -> None:
        slept.append(seconds)
        if passes is not None:
            passes(seconds)

    transport = PassingTransport(note, **trusted(azure))
    headers = {"Accept": "application/json", "Authorization": f"Bearer {azure.token()}"}
    policies = [RequestIdPolicy(), HeadersPolicy(headers), RetryPolicy(retry_total=3)]
    with ARMPipelineClient(base_url=ARM, policies=policies, transport=transport) as client:
        yield ArmClient(azure, client, slept)


def trusted(azure: LocalAzure) -> dict[str, Any]:
    """Returns what a transport needs to reach a local Azure by its public names."""
    session = Session()
    session.trust_env = False
    session.proxies = {"https": azure.proxy}
    return {"session": session, "connection_verify": str(azure.directory / "ca.pem"), "use_env_settings": False}


def _content(answered: Answered) -> Any:  # noqa: ANN401 -- any JSON
    return answered.http_response.json() if answered.http_response.text() else None
