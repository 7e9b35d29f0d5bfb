"""Online endpoints of tests: scripts of a few lines, and the calls that register, deploy and ask them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from local_azure.resources import Resource
from tests.local_azure.machinelearning.running import GROUP, PROJECT, STORAGE, RunningAzure

ECHO = """
import json
import os

def init():
    print("init of", os.environ.get("NAME"))

def run(data):
    return {"name": os.environ.get("NAME"), "said": json.loads(data)}
"""
FAILING = """
def init():
    raise RuntimeError("the weights are no good")

def run(data):
    return data
"""
RAW = """
from azureml_inference_server_http.api.aml_request import AMLRequest, rawhttp
from azureml_inference_server_http.api.aml_response import AMLResponse

def init():
    pass

@rawhttp
def run(request: AMLRequest):
    if request.method == "GET":
        return AMLResponse({"args": dict(request.args), "path": request.path}, 200, json_str=True)
    asked = request.get_json()
    if asked.get("stream"):
        words = (f"data: {word}\\n\\n" for word in asked["stream"])
        return AMLResponse(words, 200, {"Content-Type": "text/event-stream"})
    return AMLResponse(asked["body"], asked["status"], {"x-own": "yes"}, json_str=True)
"""
CONDA = "name: scoring\ndependencies:\n- python=3.11\n- pip:\n  - scoring-test==1.0\n"
UNBUILDABLE = "unbuildable==1.0"
FAMILY = "standardESv3Family"
QUOTA = 1000


def upload(azure: RunningAzure, path: str, content: str) -> None:
    """Writes a file into the project's default datastore."""
    datastore = azure.get(f"{PROJECT}/datastores/workspaceblobstore")["properties"]
    url = f"https://{datastore['accountName']}.blob.core.windows.net/{datastore['containerName']}/{path}"
    headers = {"x-ms-blob-type": "BlockBlob", "x-ms-version": "2024-11-04"}
    headers["Authorization"] = f"Bearer {azure.token(STORAGE)}"
    azure.http.put(url, content=content.encode(), headers=headers).raise_for_status()


def make_code(azure: RunningAzure, name: str, script: str, workspace: str = PROJECT, **others: str) -> str:
    """Registers a folder with ``score.py`` and other modules, and returns its id."""
    for file, content in {"score": script, **others}.items():
        upload(azure, f"code/{name}/{file}.py", content)
    code = f"{workspace}/codes/{name}/versions/1"
    azure.put(code, {"properties": {"codeUri": _uri(f"code/{name}")}})
    return code


def make_model(azure: RunningAzure, name: str, files: Mapping[str, str], workspace: str = PROJECT) -> str:
    """Registers a folder of files as a model, and returns its id."""
    for file, content in files.items():
        upload(azure, f"models/{name}/weights/{file}", content)
    model = f"{workspace}/models/{name}/versions/1"
    azure.put(model, {"properties": {"modelUri": _uri(f"models/{name}/weights"), "modelType": "custom_model"}})
    return model


def make_environment(azure: RunningAzure, name: str = "scoring", conda: str = CONDA, workspace: str = PROJECT) -> str:
    """Registers an environment, and returns its id."""
    environment = f"{workspace}/environments/{name}/versions/1"
    image = "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"
    azure.put(environment, {"properties": {"image": image, "condaFile": conda}})
    return environment


def endpoint_body(mode: str = "Key", **properties: object) -> dict[str, Any]:
    """Returns the body of an endpoint."""
    return {"location": "eastus2", "properties": {"authMode": mode, **properties}}


def deployment_body(
    azure: RunningAzure, code: str, *, capacity: int = 1, workspace: str = PROJECT, **properties: object
) -> dict[str, Any]:
    """Returns the body of a deployment of some code."""
    return {
        "location": "eastus2",
        "sku": {"name": "Default", "capacity": capacity},
        "properties": {
            "endpointComputeType": "Managed",
            "instanceType": "Standard_E4s_v3",
            "codeConfiguration": {"codeId": code, "scoringScript": "score.py"},
            "environmentId": make_environment(azure, workspace=workspace),
            "requestSettings": {"requestTimeout": "PT90S", "maxConcurrentRequestsPerInstance": 4},
            "environmentVariables": {"WORKER_COUNT": "4"},
            **properties,
        },
    }


def make_endpoint(azure: RunningAzure, name: str, mode: str = "Key", **properties: object) -> str:
    """Makes an endpoint in the project and returns its id."""
    endpoint = f"{PROJECT}/onlineEndpoints/{name}"
    azure.put(endpoint, endpoint_body(mode, **properties))
    return endpoint


def deploy(azure: RunningAzure, endpoint: str, name: str, script: str = ECHO, **properties: object) -> str:
    """Deploys a script whose NAME is the deployment's, and returns the deployment's id."""
    code = make_code(azure, f"{endpoint.rsplit('/', 1)[-1]}-{name}", script)
    deployment = f"{endpoint}/deployments/{name}"
    properties.setdefault("environmentVariables", {"NAME": name, "WORKER_COUNT": "4"})
    azure.put(deployment, deployment_body(azure, code, **properties))
    return deployment


def set_traffic(azure: RunningAzure, endpoint: str, mode: str = "Key", /, **shares: int) -> None:
    """Gives deployments their shares of an endpoint's traffic."""
    azure.put(endpoint, endpoint_body(mode, traffic=shares))


def key_of(azure: RunningAzure, endpoint: str) -> str:
    """Returns an endpoint's first key."""
    return str(azure.call("POST", f"{endpoint}/listKeys").raise_for_status().json()["primaryKey"])


def score(
    azure: RunningAzure, endpoint: str, data: object = None, *, token: str = "", **headers: str
) -> httpx.Response:
    """Asks an endpoint, with its first key unless a token is given."""
    url = f"https://{endpoint.rsplit('/', 1)[-1]}.eastus2.inference.ml.azure.com/score"
    sent = {"Authorization": f"Bearer {token or key_of(azure, endpoint)}"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return azure.http.post(url, json=data, headers=sent | named)


def log_of(azure: RunningAzure, deployment: str, container: str = "InferenceServer", tail: int = 200) -> str:
    """Returns the end of a deployment's log."""
    body = {"containerType": container, "tail": tail}
    return str(azure.call("POST", f"{deployment}/getLogs", body).raise_for_status().json()["content"])


def refusal(answer: httpx.Response) -> str:
    """Returns the status, the code and all that a refusal says."""
    return f"{answer.status_code} {answer.json()['error']['code']}: {json.dumps(answer.json()['error'])}"


def process_of(azure: RunningAzure, deployment: str) -> int:
    """Returns the id of the process that runs a deployment's script."""
    return int((folder_of(azure, deployment) / "process.pid").read_text())


def folder_of(azure: RunningAzure, deployment: str) -> Path:
    """Returns the folder in which a deployment's script runs."""
    endpoint, name = deployment.split("/")[-3], deployment.split("/")[-1]
    return next((azure.directory / "online-endpoints").glob(f"{endpoint}-{name}-*"))


def stored(azure: RunningAzure, resource_id: str) -> Resource:
    """Returns a resource as it is stored."""
    found = azure.platform.resources.get(resource_id)
    assert found is not None
    return found


def _uri(path: str) -> str:
    workspace = PROJECT.replace("/providers/Microsoft.MachineLearningServices", "")
    assert workspace.startswith(GROUP)
    return f"azureml:/{workspace}/datastores/workspaceblobstore/paths/{path}/"
