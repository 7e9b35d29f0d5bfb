"""The real azure-ai-ml, unmodified: endpoints and deployments from local files, asked, moved and taken away."""

import json
import os
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from local_azure.environment import client_environment
from local_azure.identity import SUBSCRIPTION_ID
from local_azure.instance_file import read_instance
from tests.local_azure.machinelearning.online_endpoints.deploying import ECHO, FAILING
from tests.local_azure.machinelearning.running import RunningAzure

Client: TypeAlias = Any  # azure.ai.ml.MLClient, imported by the fixture alone: it takes seconds

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # azure-ai-ml itself raises dozens


@pytest.fixture
def client(azure: RunningAzure, monkeypatch: pytest.MonkeyPatch) -> Client:
    instance = read_instance(azure.directory)
    assert instance is not None
    changes = client_environment(azure.directory, root=azure.root, instance=instance, inherited=os.environ)
    for name in changes.clears:
        monkeypatch.delenv(name, raising=False)
    for name, value in changes.sets.items():
        monkeypatch.setenv(name, value)
    from azure.ai.ml import MLClient
    from azure.identity import EnvironmentCredential

    return MLClient(EnvironmentCredential(), SUBSCRIPTION_ID, "rg-test", "project-test")


def deployment_of(folder: Path, endpoint: str, name: str, script: str) -> object:
    from azure.ai.ml.entities import (
        CodeConfiguration,
        Environment,
        ManagedOnlineDeployment,
        Model,
        OnlineRequestSettings,
        ProbeSettings,
    )

    code, model = folder / f"{name}-code", folder / f"{name}-model"
    for place in (code, model):
        place.mkdir()
    (code / "score.py").write_text(script)
    (model / "weights.txt").write_text("hello")
    (folder / "conda.yml").write_text("name: scoring\ndependencies: [python=3.11, pip, {pip: [scoring-test==1.0]}]\n")
    image = "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"
    return ManagedOnlineDeployment(
        name=name,
        endpoint_name=endpoint,
        model=Model(path=model, name=f"{endpoint}-{name}", type="custom_model"),
        code_configuration=CodeConfiguration(code=str(code), scoring_script="score.py"),
        environment=Environment(name=f"{endpoint}-{name}", image=image, conda_file=folder / "conda.yml"),
        instance_type="Standard_E4s_v3",
        instance_count=1,
        environment_variables={"NAME": name},
        request_settings=OnlineRequestSettings(
            request_timeout_ms=90_000, max_concurrent_requests_per_instance=3, max_queue_wait_ms=60_000
        ),
        liveness_probe=ProbeSettings(failure_threshold=30, success_threshold=1, period=100, initial_delay=500),
    )


def endpoint_of(name: str, mode: str = "key") -> object:
    from azure.ai.ml.entities import ManagedOnlineEndpoint

    return ManagedOnlineEndpoint(name=name, auth_mode=mode)


def test_an_endpoint_is_deployed_to_asked_and_deleted(client: Client, tmp_path: Path) -> None:
    made = client.online_endpoints.begin_create_or_update(endpoint_of("by-sdk")).result()
    assert made.scoring_uri == "https://by-sdk.eastus2.inference.ml.azure.com/score"
    for name in ("blue", "green"):
        deployed = deployment_of(tmp_path, "by-sdk", name, ECHO)
        done = client.online_deployments.begin_create_or_update(deployed).result()
        assert done.provisioning_state == "Succeeded"
    endpoint = client.online_endpoints.get("by-sdk")
    endpoint.traffic = {"blue": 100, "green": 0}
    client.online_endpoints.begin_create_or_update(endpoint).result()
    assert client.online_endpoints.get("by-sdk").traffic == {"blue": 100, "green": 0}
    request = tmp_path / "request.json"
    request.write_text('{"n": 1}')
    for name in ("green", "blue"):
        said = client.online_endpoints.invoke("by-sdk", deployment_name=name, request_file=str(request))
        assert json.loads(said) == {"name": name, "said": {"n": 1}}
    assert "init of blue" in client.online_deployments.get_logs("blue", "by-sdk", lines=50)
    storage = client.online_deployments.get_logs("blue", "by-sdk", lines=50, container_type="storage-initializer")
    assert "Downloading the model" in storage
    before = client.online_endpoints.get_keys("by-sdk").primary_key
    client.online_endpoints.begin_regenerate_keys("by-sdk", key_type="primary").wait()
    # azure-ai-ml 1.35.2 sends the present key as the one to set.
    assert client.online_endpoints.get_keys("by-sdk").primary_key == before
    client.online_deployments.begin_delete(name="green", endpoint_name="by-sdk").wait()
    assert [each.name for each in client.online_deployments.list("by-sdk")] == ["blue"]
    client.online_endpoints.begin_delete("by-sdk").wait()
    assert "by-sdk" not in [each.name for each in client.online_endpoints.list()]


def test_a_deployment_that_fails_raises_with_the_reason(client: Client, tmp_path: Path) -> None:
    from azure.core.exceptions import HttpResponseError

    client.online_endpoints.begin_create_or_update(endpoint_of("fails-by-sdk")).result()
    deployed = deployment_of(tmp_path, "fails-by-sdk", "blue", FAILING)
    with pytest.raises(HttpResponseError, match=r"ResourceNotReady(?s:.*)the weights are no good"):
        client.online_deployments.begin_create_or_update(deployed).result()
    client.online_endpoints.begin_delete("fails-by-sdk").wait()


@pytest.mark.parametrize("mode", ["aad_token", "aml_token"])
def test_endpoints_that_take_tokens_are_asked(client: Client, tmp_path: Path, mode: str) -> None:
    endpoint = mode.replace("_", "-")
    client.online_endpoints.begin_create_or_update(endpoint_of(endpoint, mode)).result()
    deployed = deployment_of(tmp_path, endpoint, "blue", ECHO)
    client.online_deployments.begin_create_or_update(deployed).result()
    assert client.online_endpoints.get_keys(endpoint).access_token
    request = tmp_path / "request.json"
    request.write_text("1")
    said = client.online_endpoints.invoke(endpoint, deployment_name="blue", request_file=str(request))
    assert json.loads(said)["name"] == "blue"
    client.online_endpoints.begin_delete(endpoint).wait()
