"""Managed online endpoints: two deployments behind one, traffic between them, keys, logs, answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from azure.ai.ml import MLClient
from azure.ai.ml.entities import CodeConfiguration, ManagedOnlineDeployment, ManagedOnlineEndpoint, Model
from setting import Command, holds

NAME = "conformance-online"
SCRIPT = """
import json
def init():
    print("ready", flush=True)
def run(data):
    return {"got": json.loads(data)}
"""


def endpoint_commands(client: MLClient, folder: Path) -> Iterator[Command]:
    """Makes an endpoint, deploys to it, asks it, and deletes it with all that is on it."""
    scoring = folder / "scoring"
    scoring.mkdir()
    (scoring / "score.py").write_text(SCRIPT)
    endpoints, deployments = client.online_endpoints, client.online_deployments
    endpoint = ManagedOnlineEndpoint(name=NAME, auth_mode="key")
    request = folder / "request.json"
    request.write_text('{"a": 1}')
    yield "online_endpoints.begin_create_or_update", lambda: endpoints.begin_create_or_update(endpoint).result()
    yield "online_endpoints.get", lambda: holds(endpoints.get(NAME).provisioning_state, "Succeeded")
    yield "online_endpoints.list", lambda: holds([one.name for one in endpoints.list()], [NAME])
    yield (
        "online_deployments.begin_create_or_update",
        lambda: deployments.begin_create_or_update(_deployment(scoring, request)).result(),
    )
    yield "online_deployments.get", lambda: holds(deployments.get("blue", NAME).instance_type, "Standard_E4s_v3")
    yield "online_deployments.list", lambda: holds([one.name for one in deployments.list(NAME)], ["blue"])
    yield "online_endpoints.begin_create_or_update of traffic", lambda: _traffic(client, {"blue": 100})
    yield (
        "online_endpoints.invoke",
        lambda: holds(
            json.loads(endpoints.invoke(NAME, deployment_name="blue", request_file=str(request))), {"got": {"a": 1}}
        ),
    )
    yield "online_endpoints.get_keys", lambda: holds(bool(endpoints.get_keys(NAME).primary_key), True)
    yield (
        "online_endpoints.begin_regenerate_keys",
        lambda: endpoints.begin_regenerate_keys(NAME, key_type="secondary").result(),
    )
    yield "online_deployments.get_logs", lambda: holds("ready" in deployments.get_logs("blue", NAME, lines=50), True)
    yield "online_endpoints.begin_create_or_update of no traffic", lambda: _traffic(client, {"blue": 0})
    yield "online_deployments.begin_delete", lambda: deployments.begin_delete("blue", NAME).result()
    yield "online_endpoints.begin_delete", lambda: endpoints.begin_delete(NAME).result()
    yield "online_endpoints.list of none", lambda: holds(list(endpoints.list()), [])


def _deployment(scoring: Path, weights: Path) -> Any:
    return ManagedOnlineDeployment(
        name="blue",
        endpoint_name=NAME,
        model=Model(name="served", path=str(weights), type="custom_model"),
        code_configuration=CodeConfiguration(code=str(scoring), scoring_script="score.py"),
        environment="conformance@latest",
        instance_type="Standard_E4s_v3",
        instance_count=1,
    )


def _traffic(client: MLClient, traffic: dict[str, int]) -> None:
    endpoint = client.online_endpoints.get(NAME)
    endpoint.traffic = traffic
    client.online_endpoints.begin_create_or_update(endpoint).result()
