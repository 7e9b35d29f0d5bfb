"""Requests over azure-core: with a token for Resource Manager, to Resource Manager alone, retried when it is busy."""

from typing import Any

import pytest
import requests
from azure.core.credentials import AccessToken
from azure.core.exceptions import ServiceRequestError
from azure.core.pipeline.transport import HttpTransport
from azure.core.rest._requests_basic import RestRequestsTransportResponse

from infra.provider.azure_exchange import azure_exchange
from infra.provider.errors import NoAnswerError
from infra.provider.exchange import Request


class FakeCredential:
    """Gives a token and keeps what it was for."""

    def __init__(self) -> None:
        self.scopes: list[str] = []

    def get_token(self, *scopes: str, **_options: object) -> AccessToken:
        """Gives a token that is always valid."""
        self.scopes += scopes
        return AccessToken("a-token", 2**40)


class FakeTransport(HttpTransport[Any, Any]):
    """Answers with statuses in turn, and sleeps no time."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.sent: list[Any] = []
        self.slept: list[float] = []

    def open(self) -> None:
        """Needs nothing."""

    def close(self) -> None:
        """Needs nothing."""

    def __exit__(self, *_: object) -> None:
        """Needs nothing."""

    def sleep(self, duration: float) -> None:
        """Keeps how long."""
        self.slept.append(duration)

    def send(self, request: Any, **_options: object) -> Any:  # noqa: ANN401 (azure-core's own types)
        """Gives the next answer."""
        self.sent.append(request)
        status = self.statuses.pop(0)
        if not status:
            raise ServiceRequestError("no route to host")
        internal = requests.Response()
        internal.status_code = status
        internal._content_consumed = True
        internal._content = b'{"value": 1}'
        if status != 409:
            internal.headers["Retry-After"] = "7"
        response = RestRequestsTransportResponse(request=request, internal_response=internal)
        response.read()
        return response


def test_a_request_has_a_token_for_resource_manager() -> None:
    credential, transport = FakeCredential(), FakeTransport(200)
    got = azure_exchange(credential, transport)(Request("GET", "/subscriptions/s", {"api-version": "v"}))
    assert (got.status, got.json(), got.headers["retry-after"]) == (200, {"value": 1}, "7")
    assert transport.sent[0].url == "https://management.azure.com/subscriptions/s?api-version=v"
    assert transport.sent[0].headers["Authorization"] == "Bearer a-token"
    assert credential.scopes == ["https://management.azure.com/.default"]


def test_a_full_address_of_resource_manager_is_used_as_it_is() -> None:
    transport = FakeTransport(200)
    address = "https://management.azure.com/operations/1?api-version=v&t=2"
    azure_exchange(FakeCredential(), transport)(Request("GET", address))
    assert transport.sent[0].url == address


def test_the_token_is_sent_to_no_other_host() -> None:
    transport = FakeTransport(200)
    with pytest.raises(NoAnswerError, match=r"points to https://evil\.example/x, .*: nothing was sent"):
        azure_exchange(FakeCredential(), transport)(Request("GET", "https://evil.example/x"))
    assert not transport.sent


def test_a_busy_azure_is_asked_again_after_the_time_it_says() -> None:
    transport = FakeTransport(429, 503, 200)
    assert azure_exchange(FakeCredential(), transport)(Request("GET", "/subscriptions/s")).status == 200
    assert transport.slept == [7, 7]


def test_a_refusal_is_given_as_it_is() -> None:
    transport = FakeTransport(409)
    assert azure_exchange(FakeCredential(), transport)(Request("DELETE", "/subscriptions/s")).status == 409


def test_no_answer_after_all_retries_is_an_error_that_names_the_request() -> None:
    transport = FakeTransport(0, 0)
    with pytest.raises(NoAnswerError, match=r"GET /subscriptions/s: Azure couldn't be asked: no route to host"):
        azure_exchange(FakeCredential(), transport, retries=1)(Request("GET", "/subscriptions/s"))


def test_an_account_is_asked_at_its_own_address_with_a_token_for_its_data() -> None:
    credential, transport = FakeCredential(), FakeTransport(200)
    at_account = azure_exchange(
        credential, transport, base="https://ais.openai.azure.com", scope="https://cognitiveservices.azure.com"
    )
    at_account(Request("GET", "/openai/v1/files"))
    assert transport.sent[0].url == "https://ais.openai.azure.com/openai/v1/files"
    assert credential.scopes == ["https://cognitiveservices.azure.com/.default"]
    with pytest.raises(NoAnswerError, match=r"isn't https://ais\.openai\.azure\.com: nothing was sent"):
        at_account(Request("GET", "https://management.azure.com/subscriptions/s"))
