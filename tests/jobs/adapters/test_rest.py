"""Requests: retries, errors told apart, hosts."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import ServiceRequestError, ServiceResponseError
from azure.core.pipeline.transport import HttpTransport
from azure.core.rest import HttpRequest

from jobs.adapters.azure_hosts import require_azure_host
from jobs.adapters.long_running import wait_until_done
from jobs.adapters.rest import AzureRest, Reply
from jobs.domain.errors import CloudError, PermissionDeniedError, QuotaError, UsageError
from tests.jobs.cloud_in_memory import HeldClock

URL = "https://management.azure.com/subscriptions/x/resourceGroups/rg"


class StaticCredential:
    """A token that nobody checks."""

    def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:  # noqa: ANN401
        return AccessToken("token", 4_000_000_000)


class Script(HttpTransport[Any, Any]):
    """Answers from a list; keeps what it was asked and how long it was made to wait."""

    def __init__(self, answers: Sequence[Any]) -> None:
        self.answers, self.requests, self.slept = list(answers), [], []

    def send(self, request: HttpRequest, **_options: Any) -> Any:  # noqa: ANN401
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, headers, body = answer
        return ScriptedResponse(request, status, {"Content-Type": "application/json", **headers}, json.dumps(body))

    def sleep(self, duration: float) -> None:
        self.slept.append(duration)

    def open(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing to close."""

    def __enter__(self) -> "Script":  # noqa: D105
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing to close."""


class ScriptedResponse:
    """What azure-core reads of an answer."""

    def __init__(self, request: HttpRequest, status: int, headers: dict[str, str], text: str) -> None:
        self.request, self.status_code, self.headers, self._text = request, status, headers, text
        self.content, self.reason, self.content_type = text.encode(), "", "application/json"

    def text(self) -> str:
        return self._text

    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self._text)

    def read(self) -> bytes:
        return self.content

    def close(self) -> None:
        """Nothing to close."""


def rest(*answers: Any) -> tuple[AzureRest, Script]:  # noqa: ANN401
    script = Script(answers)
    return AzureRest(StaticCredential(), "https://management.azure.com/.default", transport=script), script


OK = (200, {}, {"value": 1})


def test_an_answer_is_its_json() -> None:
    asked, script = rest(OK)
    assert asked.get(URL, api_version="2024-01-01").body == {"value": 1}
    assert script.requests[0].url == f"{URL}?api-version=2024-01-01"
    assert script.requests[0].headers["Authorization"] == "Bearer token"


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize("method", ["get", "put", "post", "delete"])
def test_throttling_and_faults_are_tried_again_as_soon_as_the_service_says(method: str, status: int) -> None:
    asked, script = rest((status, {"Retry-After": "3"}, {}), (status, {"Retry-After": "2"}, {}), OK)
    arguments = (URL, {}) if method in {"put", "post"} else (URL,)
    assert getattr(asked, method)(*arguments).body == {"value": 1}
    assert script.slept == [3, 2]


@pytest.mark.parametrize("method", ["get", "put", "post", "delete"])
@pytest.mark.parametrize("status", [408, 429, 502])
def test_six_times_also_where_the_service_says_nothing_of_when(method: str, status: int) -> None:
    asked, script = rest(*[(status, {}, {})] * 6, OK)
    arguments = (URL, {}) if method in {"put", "post"} else (URL,)
    assert getattr(asked, method)(*arguments).body == {"value": 1}
    assert len(script.requests) == 7


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("fault", [ServiceRequestError("cut"), ServiceResponseError("lost")])
def test_a_cut_connection_is_tried_again(method: str, fault: Exception) -> None:
    asked, _ = rest(fault, OK)
    assert getattr(asked, method)(URL).body == {"value": 1}


def test_a_service_that_cannot_be_reached_is_named() -> None:
    asked, _ = rest(*[ServiceRequestError("no route")] * 10)
    with pytest.raises(CloudError, match=r"management\.azure\.com/.*can't be reached: no route") as failed:
        asked.get(URL)
    assert "tunestack local status" in failed.value.fix


@pytest.mark.parametrize(
    ("status", "code", "kind", "exit_code"),
    [
        (403, "AuthorizationFailed", PermissionDeniedError, 6),
        (401, "InvalidAuthenticationToken", PermissionDeniedError, 6),
        (409, "InsufficientQuota", QuotaError, 5),
        (400, "UserError", CloudError, 1),
    ],
)
def test_errors_are_told_apart_by_what_can_be_done(status: int, code: str, kind: type, exit_code: int) -> None:
    answer = (status, {}, {"error": {"code": code, "message": "This is why."}})
    asked, _ = rest(answer, answer)  # with 401, another token is tried
    with pytest.raises(kind, match=rf"resourceGroups/rg: This is why\. \({code}\)") as refused:
        asked.get(URL)
    assert refused.value.exit_code == exit_code


def test_what_is_not_there_is_none_where_it_is_looked_for_and_an_error_where_it_is_needed() -> None:
    missing = (404, {}, {"error": {"code": "ResourceNotFound", "message": "Not here."}})
    asked, _ = rest(missing, missing, missing)
    assert asked.find(URL) is None
    assert asked.delete(URL) is None
    with pytest.raises(CloudError, match="Not here"):
        asked.get(URL)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        "http://management.azure.com/",
        "https://management.azure.com.example.com/",
        "https://example.com/?https://management.azure.com",
        "https://management.azure.com@example.com/",
        "https://blob.core.windows.net.example.com/",
    ],
)
def test_no_token_is_sent_to_a_host_that_is_not_azures(url: str) -> None:
    asked, script = rest(OK)
    with pytest.raises(UsageError, match="isn't a host of Azure's"):
        asked.get(url)
    assert script.requests == []


@pytest.mark.parametrize("host", ["management.azure.com", "account.blob.core.windows.net", "eastus2.api.azureml.ms"])
def test_azures_hosts_are_known(host: str) -> None:
    require_azure_host(f"https://{host}/path?query")


def test_an_operation_is_followed_to_its_end_at_the_services_pace() -> None:
    going_on = (200, {"retry-after-ms": "250"}, {"status": "InProgress"})
    asked, _ = rest(going_on, going_on, (200, {}, {"status": "Succeeded"}))
    clock = HeldClock()
    begun = Reply({}, {"azure-asyncoperation": f"{URL}/operation", "retry-after": "2"}, 201)
    wait_until_done(asked, begun, clock, "thing/x")
    assert clock.elapsed == 2.5


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "Wed, 07 Oct 2026 12:00:09 GMT", "date": "Wed, 07 Oct 2026 12:00:02 GMT"}, 7),
        ({"retry-after": "Wed, 07 Oct 2026 12:00:01 GMT", "date": "Wed, 07 Oct 2026 12:00:02 GMT"}, 0),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"x-ms-retry-after-ms": "250"}, 0.25),
        ({"retry-after": "soon"}, 5),
        ({}, 5),
    ],
)
def test_an_operation_is_asked_after_as_soon_as_the_service_says(headers: dict[str, str], seconds: float) -> None:
    asked, _ = rest((200, {}, {"status": "Succeeded"}))
    clock = HeldClock()
    wait_until_done(asked, Reply({}, {"azure-asyncoperation": f"{URL}/operation", **headers}, 201), clock, "thing/x")
    assert clock.elapsed == seconds


def test_a_failed_operation_says_why() -> None:
    failed = (200, {}, {"status": "Failed", "error": {"code": "QuotaExceeded", "message": "No room."}})
    asked, _ = rest(failed)
    begun = Reply({}, {"azure-asyncoperation": f"{URL}/operation"}, 201)
    with pytest.raises(QuotaError, match=r"thing/x: Failed: No room\. \(QuotaExceeded\)"):
        wait_until_done(asked, begun, HeldClock(), "thing/x")


def test_a_deletion_is_followed_by_its_location() -> None:
    asked, script = rest((202, {"Retry-After": "1"}, {}), (204, {}, {}))
    wait_until_done(asked, Reply({}, {"location": f"{URL}/operation"}, 202), HeldClock(), "thing/x")
    assert script.answers == []


def test_an_answer_that_is_final_is_not_waited_for() -> None:
    asked, script = rest()
    wait_until_done(asked, Reply({}, {}, 200), HeldClock(), "thing/x")
    assert script.requests == []
