"""One function asks the model of any journey: which URL, what body, whose token, and what when it gives no answer."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from azure.core.credentials import AccessToken

from jobs.promptflow.flow.ask import AskError, DeployedModel, ask
from tests.jobs.promptflow.model_service import TENANT, Answer, ModelService, completion, model_service, token_of

SERVERLESS = DeployedModel(
    "https://tuned.eastus2.models.ai.azure.com/v1/chat/completions", "https://ml.azure.com/.default"
)
OPENAI = DeployedModel(
    "https://account.openai.azure.com/openai/deployments/tuned/chat/completions?api-version=2024-10-21",
    "https://cognitiveservices.azure.com/.default",
)
ONLINE = DeployedModel("https://endpoint.eastus2.inference.ml.azure.com/score", "https://ml.azure.com/.default")


class Credential:
    """Hands out a token of the tenant, and remembers for what."""

    def __init__(self, tenant: str = TENANT) -> None:
        self.token = token_of(tenant)
        self.scopes: list[str] = []

    def get_token(self, *scopes: str, **_: object) -> AccessToken:
        self.scopes.extend(scopes)
        return AccessToken(self.token, 4_000_000_000)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelService]:
    with model_service(tmp_path) as running:
        for name, value in running.variables().items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the test's own thread was to wait, without waiting; whoever else is in this process waits as ever."""
    waits: list[float] = []
    mine, sleep = threading.get_ident(), time.sleep
    monkeypatch.setattr(
        "time.sleep", lambda seconds: (waits.append if threading.get_ident() == mine else sleep)(seconds)
    )
    return waits


@pytest.mark.parametrize("deployed", [SERVERLESS, OPENAI, ONLINE], ids=["serverless", "openai", "command"])
def test_the_model_of_any_method_is_asked_at_its_url_with_a_token_for_its_scope(
    service: ModelService, deployed: DeployedModel
) -> None:
    credential = Credential()
    assert ask(deployed, "Is it real?", credential=credential) == "You said: Is it real?"
    (asked,) = service.asked
    assert f"https://{asked.host}{asked.path}" == deployed.url
    assert asked.headers["authorization"] == f"Bearer {credential.token}"
    assert credential.scopes == [deployed.scope]


def test_it_is_asked_under_the_system_message_after_what_was_said_before(service: ModelService) -> None:
    before = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hey there!"}]
    deployed = DeployedModel(SERVERLESS.url, SERVERLESS.scope, system="Be brief.", temperature=0, max_tokens=5)
    ask(deployed, "And then?", history=before, credential=Credential())
    assert service.asked[0].body == {
        "messages": [{"role": "system", "content": "Be brief."}, *before, {"role": "user", "content": "And then?"}],
        "temperature": 0,
        "max_tokens": 5,
    }


def test_one_model_of_several_behind_a_url_is_named(service: ModelService) -> None:
    ask(DeployedModel(ONLINE.url, ONLINE.scope, model="base"), "Who?", credential=Credential())
    assert service.asked[0].body["model"] == "base"


@pytest.mark.parametrize("text", [None, "", "  "])
def test_an_answer_that_was_left_empty_is_an_empty_one(service: ModelService, text: str | None) -> None:
    service.answer = lambda _: completion(text)
    assert ask(SERVERLESS, "Well?", credential=Credential()) == ""


@pytest.mark.parametrize("status", [408, 500, 502, 503])
def test_what_fails_in_passing_is_asked_again(service: ModelService, slept: list[float], status: int) -> None:
    first_fails: Iterator[Answer] = iter([(status, {}, {"error": {"code": str(status), "message": "sorry"}})])
    service.answer = lambda _: next(first_fails, completion("Now."))
    assert ask(SERVERLESS, "Well?", credential=Credential()) == "Now."


def test_throttling_is_waited_out_as_long_as_the_service_says(service: ModelService, slept: list[float]) -> None:
    refuses: Answer = (429, {"Retry-After": "7"}, {"error": {"code": "429", "message": "slow"}})
    at_first = iter([refuses] * 6)
    service.answer = lambda _: next(at_first, completion("Now."))
    assert ask(SERVERLESS, "Well?", credential=Credential()) == "Now."
    assert slept == [7.0] * 6


def test_throttling_without_end_is_an_error(service: ModelService, slept: list[float]) -> None:
    service.answer = lambda _: (429, {"Retry-After": "7"}, {"error": {"code": "429", "message": "slow"}})
    with pytest.raises(AskError, match=r"answered 429: slow \(429\)"):
        ask(SERVERLESS, "Well?", credential=Credential())
    assert len(slept) == 6


def test_a_refusal_says_why(service: ModelService) -> None:
    error = {"code": "content_filter", "message": "The prompt was filtered."}
    service.answer = lambda _: (400, {}, {"error": error})
    with pytest.raises(AskError, match=r"answered 400: The prompt was filtered. \(content_filter\)"):
        ask(SERVERLESS, "Well?", credential=Credential())


@pytest.mark.parametrize("body", [{}, {"choices": []}, [], "text", {"choices": [{"message": None}]}])
def test_what_is_no_chat_completion_is_an_error(service: ModelService, body: object) -> None:
    service.answer = lambda _: (200, {}, body)
    with pytest.raises(AskError, match="answered no chat completion"):
        ask(SERVERLESS, "Well?", credential=Credential())


def test_a_redirect_is_not_followed(service: ModelService) -> None:
    service.answer = lambda _: (307, {"Location": "https://elsewhere.example/"}, {})
    with pytest.raises(AskError, match="answered 307"):
        ask(SERVERLESS, "Well?", credential=Credential())
    assert [asked.host for asked in service.asked] == ["tuned.eastus2.models.ai.azure.com"]


@pytest.mark.parametrize(
    "url",
    [
        "http://tuned.eastus2.models.ai.azure.com/v1/chat/completions",
        "https://tuned.models.ai.azure.com.example/v1/chat/completions",
        "https://models.ai.azure.com@example.com/",
        "https://example.com\\.models.ai.azure.com/",
        "https://example.com/?.models.ai.azure.com",
        "https://127.0.0.1/",
        "",
    ],
)
def test_no_token_is_asked_for_where_the_host_is_not_one_of_azure_s(service: ModelService, url: str) -> None:
    credential = Credential()
    with pytest.raises(AskError, match="no token is sent there"):
        ask(DeployedModel(url, SERVERLESS.scope), "Well?", credential=credential)
    assert (credential.scopes, service.asked) == ([], [])


def test_a_token_of_another_tenant_is_not_sent(service: ModelService) -> None:
    deployed = DeployedModel(SERVERLESS.url, SERVERLESS.scope, tenant_id=TENANT)
    assert ask(deployed, "Well?", credential=Credential())
    with pytest.raises(AskError, match=f"the token is of tenant other, the model of {TENANT}"):
        ask(deployed, "Well?", credential=Credential("other"))
    assert len(service.asked) == 1


def test_a_service_that_cannot_be_reached_is_named(
    service: ModelService, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with pytest.raises(AskError, match=r"tuned.eastus2.models.ai.azure.com can't be asked: .*certificate"):
        ask(SERVERLESS, "Well?", credential=Credential())


def test_a_model_goes_to_another_process_by_its_environment() -> None:
    for deployed in (SERVERLESS, DeployedModel(ONLINE.url, ONLINE.scope, TENANT, "base", "Two\nlines.", 0.25, 7)):
        assert DeployedModel.from_environment(deployed.as_environment()) == deployed


def test_an_environment_need_not_say_how_to_answer() -> None:
    named = {"TUNESTACK_MODEL_URL": SERVERLESS.url, "TUNESTACK_TOKEN_SCOPE": SERVERLESS.scope}
    assert DeployedModel.from_environment(named) == SERVERLESS


def test_an_environment_that_names_no_model_says_which_variables_do() -> None:
    with pytest.raises(AskError, match="TUNESTACK_TOKEN_SCOPE must say"):
        DeployedModel.from_environment({"TUNESTACK_MODEL_URL": SERVERLESS.url})
