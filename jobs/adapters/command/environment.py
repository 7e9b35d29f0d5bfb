"""The environment that training and scoring run in: an image, and the packages that the training folder pins."""

import hashlib
from pathlib import Path

import yaml

from jobs.adapters.workspace import API_VERSION, Workspace

IMAGE = "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"
PYTHON = "python=3.11"
NAME = "tunestack-training"
LOCK = Path(__file__).resolve().parents[2] / "training" / "requirements.lock"

SCORING_SERVER = "azureml-inference-server-http==1.2.2"
"""What Azure starts a scoring script with (microsoft/azureml-inference-server, docs/AzureMLInferenceServer.md); that an
image of one's own has to bring it is from memory. The newest that goes with the lock's own packages on Linux."""


def environment_id(workspace: Workspace) -> str:
    """Registers the environment, unless one of the same content is there, and gives its ARM id.

    Azure builds an image from it when something first runs in it, and keeps that in the workspace's registry.
    """
    file = conda_file(LOCK.read_text(encoding="utf-8"))
    version = hashlib.sha256(f"{IMAGE} {file}".encode()).hexdigest()[:12]
    path = f"/environments/{NAME}/versions/{version}"
    if workspace.rest.find(workspace.url(path), api_version=API_VERSION) is None:
        properties = {"image": IMAGE, "condaFile": file, "osType": "Linux", "description": "Training and scoring"}
        workspace.rest.put(workspace.url(path), {"properties": properties}, api_version=API_VERSION)
    return f"{workspace.path}{path}"


def conda_file(lock: str) -> str:
    """What conda makes the environment from: Python and pip's packages, each in the version that a lock pins."""
    pins = [line.rstrip("\\ ") for line in lock.splitlines() if "==" in line and line[:1].isalnum()]
    dependencies = [PYTHON, "pip", {"pip": [*pins, SCORING_SERVER]}]
    return yaml.safe_dump(
        {"name": NAME, "channels": ["conda-forge"], "dependencies": dependencies}, sort_keys=False, width=1000
    )
