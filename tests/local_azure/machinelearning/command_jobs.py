"""Command jobs of tests: their code, environment and bodies, what they leave on storage, and where they stand."""

from collections.abc import Mapping
from typing import Any

from tests.local_azure.machinelearning.fine_tuning import API_HOST, reach
from tests.local_azure.machinelearning.running import PROJECT, STORAGE, RunningAzure

CONDA = "channels: [conda-forge]\ndependencies:\n  - python=3.11\n  - pip:\n      - quick==1.0\n"
ENVIRONMENT = f"{PROJECT}/environments/shared/versions/1"
SIZE = "Standard_E4s_v3"


def make_environment(azure: RunningAzure, name: str = "shared", conda: str | None = CONDA) -> str:
    """Registers an environment and returns its id."""
    properties = {"image": "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04", "condaFile": conda}
    made: str = azure.put(f"{PROJECT}/environments/{name}/versions/1", {"properties": properties})["id"]
    return made


def upload_code(azure: RunningAzure, name: str, files: Mapping[str, str]) -> str:
    """Uploads a code asset as azure-ai-ml does and returns its id."""
    code = f"{PROJECT}/codes/{name}/versions/1"
    asked = azure.call("POST", f"{code}/startPendingUpload", {"pendingUploadType": "TemporaryBlobReference"})
    place = asked.raise_for_status().json()["blobReferenceForConsumption"]
    container, signature = place["credential"]["sasUri"].split("?")
    headers = {"x-ms-blob-type": "BlockBlob", "x-ms-version": "2024-11-04"}
    for path, text in files.items():
        azure.http.put(f"{container}/{path}?{signature}", content=text.encode(), headers=headers).raise_for_status()
    made: str = azure.put(code, {"properties": {"codeUri": container}})["id"]
    return made


def body(command: str, **properties: object) -> dict[str, Any]:
    """Returns the body of a command job on serverless compute; ``properties`` replace or add members."""
    usual: dict[str, object] = {
        "jobType": "Command",
        "command": command,
        "environmentId": ENVIRONMENT,
        "resources": {"instanceType": SIZE, "instanceCount": 1},
    }
    return {"properties": {**usual, **properties}}


def submit(azure: RunningAzure, name: str, command: str, **properties: object) -> dict[str, Any]:
    """Submits a command job and returns it as it was answered."""
    make_environment(azure)
    answer = azure.call("PUT", f"{PROJECT}/jobs/{name}", body(command, **properties))
    assert answer.status_code in (200, 201), answer.text
    made: dict[str, Any] = answer.json()
    return made


def run(azure: RunningAzure, name: str, command: str, **properties: object) -> dict[str, Any]:
    """Submits a command job and returns its run details once it has ended."""
    submit(azure, name, command, **properties)
    return reach(azure, name)


def read(azure: RunningAzure, path: str, datastore: str = "workspaceblobstore") -> bytes | None:
    """Returns what lies at a path of a datastore of the project, or None."""
    answer = azure.http.get(_url(azure, path, datastore), headers=_headers(azure))
    return None if answer.status_code == 404 else answer.raise_for_status().content


def write(azure: RunningAzure, path: str, content: str) -> str:
    """Writes a file to the project's default datastore and returns its URI."""
    url = _url(azure, path, "workspaceblobstore")
    headers = {**_headers(azure), "x-ms-blob-type": "BlockBlob"}
    azure.http.put(url, content=content.encode(), headers=headers).raise_for_status()
    return f"azureml://datastores/workspaceblobstore/paths/{path}"


def artifact(azure: RunningAzure, job: str, path: str) -> str | None:
    """Returns one of a run's artifacts, or None."""
    found = read(azure, f"ExperimentRun/dcid.{job}/{path}", "workspaceartifactstore")
    return None if found is None else found.decode()


def run_data(azure: RunningAzure, name: str) -> dict[str, Any]:
    """Returns the run's outputs as azure-ai-ml asks for them."""
    answer = azure.call("POST", f"{API_HOST}/history/v1.0{PROJECT}/rundata", {"runId": name})
    outputs: dict[str, Any] = answer.raise_for_status().json()["runMetadata"]["outputs"]
    return outputs


def _url(azure: RunningAzure, path: str, datastore: str) -> str:
    store = azure.get(f"{PROJECT}/datastores/{datastore}")["properties"]
    return f"https://{store['accountName']}.blob.core.windows.net/{store['containerName']}/{path}"


def _headers(azure: RunningAzure) -> dict[str, str]:
    return {"x-ms-version": "2024-11-04", "Authorization": f"Bearer {azure.token(STORAGE)}"}
