"""Serverless endpoints: made, asked by chat completions with every kind of caller, and taken away."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local_azure.identity import TENANT_ID
from local_azure.idle_models.uses import last_use
from local_azure.tokens import Principal
from tests.local_azure.machinelearning.fine_tuning import PHI, reach, submit
from tests.local_azure.machinelearning.running import ML, PROJECT, OperationFailedError, RunningAzure

BASE = f"{PROJECT}/serverlessEndpoints/base-phi"
TUNED = f"{PROJECT}/serverlessEndpoints/tuned-phi"
BASE_URL = "https://base-phi.eastus2.models.ai.azure.com"
TUNED_URL = "https://tuned-phi.eastus2.models.ai.azure.com"


def endpoint(model_id: str, **properties: object) -> dict[str, Any]:
    settings = {"authMode": "AAD", "modelSettings": {"modelId": model_id}, **properties}
    return {"location": "eastus2", "sku": {"name": "Consumption"}, "properties": settings}


def ask(azure: RunningAzure, url: str, text: str = "Hello", **body: object) -> httpx.Response:
    messages = {"messages": [{"role": "user", "content": text}]}
    return azure.call("POST", f"{url}/v1/chat/completions", {**messages, **body}, audience=ML)


def refusal(azure: RunningAzure, name: str, body: object) -> tuple[int, str]:
    answer = azure.call("PUT", f"{PROJECT}/serverlessEndpoints/{name}", body)
    return answer.status_code, answer.json()["error"]["message"]


@pytest.fixture(scope="module")
def tuned_model(azure: RunningAzure) -> str:
    submit(azure, "for-endpoints", model="served")
    assert reach(azure, "for-endpoints", "Completed")["status"] == "Completed"
    guid = azure.get(PROJECT)["properties"]["workspaceId"]
    return f"azureml://locations/eastus2/workspaces/{guid}/models/served/versions/1"


@pytest.fixture
def base(azure: RunningAzure) -> Iterator[dict[str, Any]]:
    yield azure.put(BASE, endpoint(PHI))
    azure.delete(BASE)


@pytest.fixture
def tuned(azure: RunningAzure, tuned_model: str) -> Iterator[dict[str, Any]]:
    yield azure.put(TUNED, endpoint(tuned_model))
    azure.delete(TUNED)


@pytest.mark.usefixtures("base")
def test_an_endpoint_has_its_address_and_content_safety_without_being_asked(base: dict[str, Any]) -> None:
    properties = base["properties"]
    assert properties["inferenceEndpoint"]["uri"] == BASE_URL
    assert properties["contentSafety"] == {"contentSafetyStatus": "Enabled"}
    assert (properties["provisioningState"], properties["endpointState"]) == ("Succeeded", "Online")


@pytest.mark.usefixtures("base", "tuned")
def test_base_and_tuned_weights_answer_under_their_own_names(azure: RunningAzure) -> None:
    plain, tuned = ask(azure, BASE_URL).json(), ask(azure, TUNED_URL).json()
    assert plain["model"] == "quick"
    assert tuned["model"].startswith("quick+served.1.")
    assert plain["choices"][0]["message"]["content"] == "You said: Hello"
    assert plain["usage"]["total_tokens"] == 7


@pytest.mark.usefixtures("tuned")
def test_an_answer_is_a_use_by_which_a_tuned_endpoint_stays_and_a_refusal_is_none(azure: RunningAzure) -> None:
    endpoint = azure.platform.resources.get(TUNED)
    assert endpoint is not None
    before = last_use(azure.platform, endpoint)
    assert azure.http.post(f"{TUNED_URL}/v1/chat/completions", json={}).status_code == 401
    assert last_use(azure.platform, endpoint) == before
    assert ask(azure, TUNED_URL).status_code == 200
    assert last_use(azure.platform, endpoint) > before


@pytest.mark.usefixtures("base", "tuned")
def test_info_names_the_model_that_was_asked_for(azure: RunningAzure) -> None:
    for url in (BASE_URL, TUNED_URL):
        assert azure.call("GET", f"{url}/info", audience=ML).json()["model_name"] == "Phi-3-mini-128k-instruct"


@pytest.mark.usefixtures("base")
def test_a_streamed_answer_comes_as_events(azure: RunningAzure) -> None:
    answer = ask(azure, BASE_URL, "one two", stream=True)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.count("data: ") == 4


@pytest.mark.usefixtures("base")
def test_a_caller_without_a_token_for_azure_ml_is_turned_away(azure: RunningAzure) -> None:
    body = {"messages": [{"role": "user", "content": "Hi"}]}
    assert azure.http.post(f"{BASE_URL}/chat/completions", json=body).status_code == 401
    assert azure.call("POST", f"{BASE_URL}/chat/completions", body).status_code == 401


@pytest.mark.usefixtures("base")
def test_a_caller_without_a_role_is_forbidden(azure: RunningAzure) -> None:
    stranger = Principal("5ca1ab1e-0000-4000-8000-0000000000aa", "5ca1ab1e-0000-4000-8000-0000000000ab", "stranger")
    azure.platform.tokens.register(stranger)
    token = azure.platform.tokens.issue(stranger, ML, claims={"tid": TENANT_ID})
    headers = {"Authorization": f"Bearer {token}"}
    body = {"messages": [{"role": "user", "content": "Hi"}]}
    assert azure.http.post(f"{BASE_URL}/chat/completions", json=body, headers=headers).status_code == 403


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("body", "says"),
    [({}, "lacks 'messages'"), ({"messages": [], "best_of": 3}, "Extra parameters ['best_of']")],
)
def test_a_request_that_the_model_cannot_take_is_refused(azure: RunningAzure, body: object, says: str) -> None:
    answer = azure.call("POST", f"{BASE_URL}/chat/completions", body, audience=ML)
    assert answer.status_code == 400
    assert says in answer.json()["error"]["message"]


def test_a_host_without_an_endpoint_is_not_found(azure: RunningAzure) -> None:
    assert ask(azure, "https://nobody.eastus2.models.ai.azure.com").status_code == 404


@pytest.mark.usefixtures("base", "tuned")
def test_a_model_server_that_has_died_is_started_again(azure: RunningAzure) -> None:
    assert ask(azure, BASE_URL, "die").status_code == 424
    assert ask(azure, TUNED_URL).json()["model"].startswith("quick+served.1.")


@pytest.mark.usefixtures("base")
def test_a_model_has_one_deployment_in_a_project(azure: RunningAzure) -> None:
    assert refusal(azure, "second", endpoint(f"{PHI}/versions/13"))[0] == 409


@pytest.mark.usefixtures("base")
def test_the_model_of_an_endpoint_stays(azure: RunningAzure) -> None:
    status, message = refusal(azure, "base-phi", endpoint("azureml://registries/azureml/models/Phi-4"))
    assert status == 409
    assert "can't be changed" in message


def test_what_cannot_be_served_is_refused(azure: RunningAzure) -> None:
    assert "isn't registered" in refusal(azure, "unknown", endpoint(f"{PROJECT}/models/never/versions/1"))[1]
    assert "isn't in registry" in refusal(azure, "unknown", endpoint(f"{PHI}-unheard-of"))[1]
    assert "isn't a value of authMode" in refusal(azure, "unknown", endpoint(PHI, authMode="Password"))[1]
    assert "isn't its workspace's" in refusal(azure, "unknown", {**endpoint(PHI), "location": "westus3"})[1]


def test_a_model_that_is_no_adapter_fails_its_endpoint(azure: RunningAzure) -> None:
    uri = "azureml://datastores/workspaceartifactstore/paths/nothing/here"
    azure.put(f"{PROJECT}/models/empty/versions/1", {"properties": {"modelUri": uri}})
    name = f"{PROJECT}/serverlessEndpoints/empty"
    with pytest.raises(OperationFailedError, match="holds no adapter"):
        azure.put(name, endpoint(f"{PROJECT}/models/empty/versions/1"))
    assert azure.get(name)["properties"]["provisioningState"] == "Failed"
    azure.delete(name)


@pytest.mark.usefixtures("tuned")
def test_a_deployed_model_cannot_be_deleted(azure: RunningAzure) -> None:
    answer = azure.call("DELETE", f"{PROJECT}/models/served/versions/1")
    assert answer.status_code == 409
    assert "tuned-phi" in answer.json()["error"]["message"]


def test_only_endpoints_with_keys_have_keys(azure: RunningAzure) -> None:
    keyed = f"{PROJECT}/serverlessEndpoints/keyed"
    azure.put(keyed, endpoint(PHI, authMode="Key"))
    keys = azure.call("POST", f"{keyed}/listKeys").json()
    body = {"messages": [{"role": "user", "content": "Hi"}]}
    url = "https://keyed.eastus2.models.ai.azure.com/chat/completions"
    for key, status in ((keys["primaryKey"], 200), (keys["secondaryKey"], 200), ("guess", 401)):
        assert azure.http.post(url, json=body, headers={"Authorization": f"Bearer {key}"}).status_code == status
    azure.delete(keyed)
    azure.put(BASE, endpoint(PHI))
    assert azure.call("POST", f"{BASE}/listKeys").status_code == 400
    azure.delete(BASE)


def test_microsofts_models_need_no_marketplace_subscription(azure: RunningAzure) -> None:
    answer = azure.call("PUT", f"{PROJECT}/marketplaceSubscriptions/phi", {"properties": {"modelId": PHI}})
    assert answer.status_code == 400
    assert "needs no subscription" in answer.json()["error"]["message"]
    other = {"properties": {"modelId": "azureml://registries/azureml/models/Ministral-3B"}}
    made = azure.put(f"{PROJECT}/marketplaceSubscriptions/ministral", other)
    assert made["properties"]["marketplaceSubscriptionStatus"] == "Subscribed"
