"""Tokens end before jobs do: requests go on with new ones."""

import time
from collections.abc import Sequence
from typing import Any

import pytest
from azure.core.credentials import AccessToken
from azure.core.rest import HttpRequest

from jobs.adapters.rest import AzureRest
from jobs.domain.errors import TunestackError
from tests.jobs.adapters.test_rest import URL, Script, ScriptedResponse

Answer = tuple[int, dict[str, str], dict[str, Any]]
SCOPE = "https://management.azure.com/.default"
REFUSED: Answer = (
    401,
    {},
    {"error": {"code": "ExpiredAuthenticationToken", "message": "The access token expiry UTC time..."}},
)
FINE: Answer = (200, {}, {"value": 1})


class Service(Script):
    """A script that notes the token of each request."""

    def __init__(self, answers: Sequence[Any]) -> None:
        super().__init__(answers)
        self.tokens: list[str] = []

    def send(self, request: HttpRequest, **options: Any) -> Any:  # noqa: ANN401
        self.tokens.append(request.headers["Authorization"].removeprefix("Bearer "))
        answer = super().send(request, **options)
        assert isinstance(answer, ScriptedResponse)
        return answer


class Numbered:
    """Tokens that are told apart by their numbers and are said to live as long as given."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.given = seconds, 0

    def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:  # noqa: ANN401
        self.given += 1
        return AccessToken(str(self.given), int(time.time() + self.seconds))


def test_a_token_that_lives_is_asked_for_once() -> None:
    service = Service([FINE, FINE])
    rest = AzureRest(Numbered(3600), SCOPE, transport=service)
    rest.get(URL), rest.get(URL)
    assert service.tokens == ["1", "1"]


def test_a_token_that_is_about_to_end_is_replaced_before_it_does() -> None:
    service = Service([FINE, FINE])
    rest = AzureRest(Numbered(60), SCOPE, transport=service)
    rest.get(URL), rest.get(URL)
    assert len(set(service.tokens)) == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_token_that_the_service_refuses_although_it_seems_to_live_is_replaced_once(method: str) -> None:
    service = Service([FINE, REFUSED, FINE, FINE])
    rest = AzureRest(Numbered(3600), SCOPE, transport=service)
    for _ in range(3):
        assert getattr(rest, method)(URL).body == {"value": 1}
    assert service.tokens == ["1", "1", "2", "2"]


def test_a_new_token_that_is_refused_too_is_an_error_and_not_a_loop() -> None:
    service = Service([REFUSED, REFUSED])
    with pytest.raises(TunestackError, match="ExpiredAuthenticationToken"):
        AzureRest(Numbered(3600), SCOPE, transport=service).get(URL)
    assert service.tokens == ["1", "2"]
