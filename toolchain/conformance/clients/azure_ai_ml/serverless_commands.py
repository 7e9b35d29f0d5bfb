"""Serverless endpoints of base and tuned models, asked by key, and the marketplace subscriptions that others' take."""

from collections.abc import Iterator
from typing import Any

from azure.ai.ml import MLClient
from azure.ai.ml.entities import MarketplaceSubscription, ServerlessEndpoint
from azure.ai.ml.exceptions import ValidationException
from azure.core import PipelineClient
from azure.core.rest import HttpRequest
from finetuning_commands import MODEL, PHI
from setting import Command, holds, is_gone, refuses

BASE, TUNED = "conformance-base", "conformance-tuned"
PHI_ID = PHI.partition("/versions/")[0]
MINISTRAL = "azureml://registries/azureml/models/Ministral-3B"


def serverless_commands(client: MLClient) -> Iterator[Command]:
    """Serves a model of the registry and the one that was tuned, and subscribes to a publisher's."""
    endpoints = client.serverless_endpoints
    base = ServerlessEndpoint(name=BASE, model_id=PHI_ID)
    yield (
        "serverless_endpoints.begin_create_or_update",
        lambda: holds(
            endpoints.begin_create_or_update(base).result().scoring_uri,
            f"https://{BASE}.eastus2.models.ai.azure.com",
        ),
    )
    yield (
        "serverless_endpoints.begin_create_or_update of a version, refused by itself",
        lambda: _refuses_version(client),
    )
    yield "serverless_endpoints.begin_create_or_update of a tuned model", lambda: _tuned(client)
    yield "serverless_endpoints.get", lambda: holds(_told(endpoints.get(BASE)), (PHI_ID, "key", "succeeded"))
    yield "serverless_endpoints.get of none", lambda: is_gone(lambda: endpoints.get("conformance-none"))
    yield "serverless_endpoints.list", lambda: holds({one.name for one in endpoints.list()}, {BASE, TUNED})
    yield "serverless_endpoints.get_keys", lambda: holds(bool(endpoints.get_keys(BASE).primary_key), True)
    for name in (BASE, TUNED):
        yield f"a chat with {name}", lambda name=name: _chat(client, name)
    for name in (BASE, TUNED):
        yield f"serverless_endpoints.begin_delete {name}", lambda name=name: endpoints.begin_delete(name).result()
    yield "serverless_endpoints.list of none", lambda: holds(list(endpoints.list()), [])
    yield from _subscriptions(client)


def _subscriptions(client: MLClient) -> Iterator[Command]:
    subscriptions = client.marketplace_subscriptions
    yield (
        "marketplace_subscriptions.begin_create_or_update",
        lambda: holds(_subscribed(client, "ministral", MINISTRAL).status, "subscribed"),
    )
    yield (
        "marketplace_subscriptions.begin_create_or_update of a model that takes none",
        lambda: refuses("UserError", lambda: _subscribed(client, "phi", PHI_ID)),
    )
    yield "marketplace_subscriptions.get", lambda: holds(subscriptions.get("ministral").model_id, MINISTRAL)
    yield "marketplace_subscriptions.get of its plan", lambda: holds(bool(_plan(client).offer_id), True)
    yield (
        "marketplace_subscriptions.list",
        lambda: holds([one.name for one in subscriptions.list()], ["ministral"]),
    )
    yield "marketplace_subscriptions.begin_delete", lambda: subscriptions.begin_delete("ministral").result()
    yield "marketplace_subscriptions.list of none", lambda: holds(list(subscriptions.list()), [])


def _refuses_version(client: MLClient) -> None:
    try:
        client.serverless_endpoints.begin_create_or_update(ServerlessEndpoint(name=BASE, model_id=PHI))
    except ValidationException:
        return
    raise AssertionError("it sent a version")


def _tuned(client: MLClient) -> None:
    model = client.models.get(MODEL, label="latest")
    endpoint = ServerlessEndpoint(name=TUNED, model_id=model.id)
    holds(client.serverless_endpoints.begin_create_or_update(endpoint).result().provisioning_state, "succeeded")


def _told(endpoint: ServerlessEndpoint) -> tuple[str, str, str]:
    return endpoint.model_id, str(endpoint.auth_mode).lower(), endpoint.provisioning_state


def _chat(client: MLClient, name: str) -> None:
    endpoint, key = client.serverless_endpoints.get(name), client.serverless_endpoints.get_keys(name).primary_key
    web: Any = PipelineClient(endpoint.scoring_uri)
    url = f"{endpoint.scoring_uri}/v1/chat/completions"
    body = {"messages": [{"role": "user", "content": "Say hello."}], "max_tokens": 4}
    headers = {"Authorization": f"Bearer {key}"}
    response = web.send_request(HttpRequest("POST", url, json=body, headers=headers))
    response.raise_for_status()
    holds(response.json()["usage"]["completion_tokens"] > 0, True)


def _subscribed(client: MLClient, name: str, model_id: str) -> MarketplaceSubscription:
    subscription = MarketplaceSubscription(name=name, model_id=model_id)
    return client.marketplace_subscriptions.begin_create_or_update(subscription).result()


def _plan(client: MLClient) -> Any:
    return client.marketplace_subscriptions.get("ministral").marketplace_plan
