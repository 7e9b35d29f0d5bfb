"""Managed online endpoints: deployments behind them, traffic, keys and tokens, answers, logs, and what fails."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from azure.ai.ml import MLClient
from azure.ai.ml.entities import CodeConfiguration, ManagedOnlineDeployment, ManagedOnlineEndpoint, Model
from setting import Command, holds, is_gone, refuses

KEYED, BY_TOKEN, BY_AML = "conformance-online", "conformance-aad", "conformance-aml"
SCRIPTS = {
    "scoring": """
import json
def init():
    print("ready", flush=True)
def run(data):
    return {"got": json.loads(data)}
""",
    "broken": """
def init():
    raise RuntimeError("no weights here")
def run(data):
    return data
""",
}


def endpoint_commands(client: MLClient, folder: Path) -> Iterator[Command]:
    """Makes an endpoint, deploys to it, asks it, and deletes it with all that is on it."""
    for name, script in SCRIPTS.items():
        (folder / name).mkdir()
        (folder / name / "score.py").write_text(script)
    request = folder / "request.json"
    request.write_text('{"a": 1}')
    endpoints = client.online_endpoints
    endpoint = ManagedOnlineEndpoint(name=KEYED, auth_mode="key", tags={"a": "b"})
    yield "online_endpoints.begin_create_or_update", lambda: endpoints.begin_create_or_update(endpoint).result()
    yield "online_endpoints.get", lambda: holds(_told(endpoints.get(KEYED)), ("Succeeded", "key", {"a": "b"}))
    yield "online_endpoints.get of none", lambda: is_gone(lambda: endpoints.get("conformance-none"))
    yield "online_endpoints.list", lambda: holds([one.name for one in endpoints.list()], [KEYED])
    yield from _deployments(client, folder, request)
    yield from _keys(client)
    yield from _by_token(client, folder, request)
    yield "online_endpoints.begin_create_or_update of no traffic", lambda: _traffic(client, {"blue": 0})
    yield "online_deployments.begin_delete", lambda: client.online_deployments.begin_delete("blue", KEYED).result()
    yield "online_endpoints.begin_delete", lambda: endpoints.begin_delete(KEYED).result()
    yield "online_endpoints.list of none", lambda: holds(list(endpoints.list()), [])


def _deployments(client: MLClient, folder: Path, request: Path) -> Iterator[Command]:
    endpoints, deployments = client.online_endpoints, client.online_deployments

    def asked(**named: str) -> object:
        return json.loads(endpoints.invoke(KEYED, request_file=str(request), **named))

    yield "online_deployments.begin_create_or_update", lambda: _deployed(client, KEYED, folder / "scoring")
    yield "online_deployments.get", lambda: _deployment_holds(client)
    yield "online_deployments.get of none", lambda: is_gone(lambda: deployments.get("green", KEYED))
    yield "online_deployments.list", lambda: holds([one.name for one in deployments.list(KEYED)], ["blue"])
    yield "online_endpoints.begin_create_or_update of traffic", lambda: _traffic(client, {"blue": 100})
    yield "online_endpoints.get of traffic", lambda: holds(endpoints.get(KEYED).traffic, {"blue": 100})
    # Before any call names a deployment: azure-ai-ml 1.35.2 keeps sending that name afterwards.
    yield "online_endpoints.invoke by traffic", lambda: holds(asked(), {"got": {"a": 1}})
    yield "online_endpoints.invoke of a deployment", lambda: holds(asked(deployment_name="blue"), {"got": {"a": 1}})
    yield "online_deployments.get_logs", lambda: holds("ready" in deployments.get_logs("blue", KEYED, lines=50), True)
    yield (
        "online_deployments.get_logs of the storage initializer",
        lambda: holds(bool(deployments.get_logs("blue", KEYED, lines=5, container_type="storage-initializer")), True),
    )
    yield (
        "online_deployments.begin_create_or_update of a script that breaks, which raises",
        lambda: refuses("ResourceNotReady", lambda: _deployed(client, KEYED, folder / "broken", name="green")),
    )
    yield "online_deployments.get of what failed", lambda: holds(_state(client, "green"), "Failed")
    yield "online_deployments.begin_delete of what failed", lambda: deployments.begin_delete("green", KEYED).result()
    yield (
        "online_deployments.begin_delete of what has traffic",
        lambda: refuses("BadRequest", lambda: deployments.begin_delete("blue", KEYED).result()),
    )


def _keys(client: MLClient) -> Iterator[Command]:
    endpoints = client.online_endpoints
    yield "online_endpoints.get_keys", lambda: holds(bool(endpoints.get_keys(KEYED).primary_key), True)
    yield "online_endpoints.begin_regenerate_keys", lambda: _regenerated(client, "secondary")
    by_aml = ManagedOnlineEndpoint(name=BY_AML, auth_mode="aml_token")
    yield "online_endpoints.begin_create_or_update by Azure ML's token", lambda: _created(client, by_aml)
    yield (
        "online_endpoints.get_keys by Azure ML's token",
        lambda: holds(endpoints.get_keys(BY_AML).token_type, "Bearer"),
    )
    yield "online_endpoints.begin_delete of it", lambda: endpoints.begin_delete(BY_AML).result()


def _by_token(client: MLClient, folder: Path, request: Path) -> Iterator[Command]:
    endpoints = client.online_endpoints
    endpoint = ManagedOnlineEndpoint(name=BY_TOKEN, auth_mode="aad_token")
    yield (
        "online_endpoints.begin_create_or_update by Entra",
        lambda: endpoints.begin_create_or_update(endpoint).result(),
    )
    yield (
        "online_deployments.begin_create_or_update behind Entra",
        lambda: _deployed(client, BY_TOKEN, folder / "scoring"),
    )
    yield "online_endpoints.get_keys by Entra", lambda: holds(bool(endpoints.get_keys(BY_TOKEN).access_token), True)
    yield (
        "online_endpoints.invoke by Entra",
        lambda: holds(
            json.loads(endpoints.invoke(BY_TOKEN, request_file=str(request), deployment_name="blue")),
            {"got": {"a": 1}},
        ),
    )
    yield "online_endpoints.begin_delete with its deployment", lambda: endpoints.begin_delete(BY_TOKEN).result()
    yield "online_endpoints.get of what was deleted", lambda: is_gone(lambda: endpoints.get(BY_TOKEN))


def _created(client: MLClient, endpoint: ManagedOnlineEndpoint) -> None:
    client.online_endpoints.begin_create_or_update(endpoint).result()


def _deployed(client: MLClient, endpoint: str, code: Path, *, name: str = "blue") -> Any:
    deployment = ManagedOnlineDeployment(
        name=name,
        endpoint_name=endpoint,
        model=Model(name="served", path=str(code / "score.py"), type="custom_model"),
        code_configuration=CodeConfiguration(code=str(code), scoring_script="score.py"),
        environment="conformance@latest",
        instance_type="Standard_E4s_v3",
        instance_count=1,
        environment_variables={"A": "b"},
    )
    return client.online_deployments.begin_create_or_update(deployment).result()


def _told(endpoint: ManagedOnlineEndpoint) -> tuple[str, str, dict[str, str]]:
    return endpoint.provisioning_state, endpoint.auth_mode, dict(endpoint.tags)


def _deployment_holds(client: MLClient) -> None:
    found = client.online_deployments.get("blue", KEYED)
    holds((found.instance_type, found.instance_count, found.provisioning_state), ("Standard_E4s_v3", 1, "Succeeded"))
    holds((found.scale_settings.type, found.environment_variables), ("default", {"A": "b"}))


def _state(client: MLClient, name: str) -> str:
    return str(client.online_deployments.get(name, KEYED).provisioning_state.value)


def _regenerated(client: MLClient, kind: str) -> None:
    client.online_endpoints.begin_regenerate_keys(KEYED, key_type=kind).result()
    holds(bool(client.online_endpoints.get_keys(KEYED).secondary_key), True)


def _traffic(client: MLClient, traffic: dict[str, int]) -> None:
    endpoint = client.online_endpoints.get(KEYED)
    endpoint.traffic = traffic
    client.online_endpoints.begin_create_or_update(endpoint).result()
