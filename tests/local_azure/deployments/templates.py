"""Templates and requests that tests deploy."""

import threading
from typing import Any

import httpx

from tests.local_azure.running import LocalAzure

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities"
ACCOUNTS = "Microsoft.Storage/storageAccounts"
Body = dict[str, Any]


def template(*resources: object, **sections: object) -> Body:
    """Returns a template of these resources and further sections."""
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": list(resources), **sections}


def identity(name: str, **members: object) -> Body:
    """Returns a resource of a template: a user-assigned identity, the plainest that there is."""
    return {"type": IDENTITIES, "apiVersion": "2023-01-31", "name": name, "location": "eastus2", **members}


def account(name: str, **members: object) -> Body:
    """Returns a resource of a template: a storage account."""
    kind = {"sku": {"name": "Standard_LRS"}, "kind": "StorageV2"}
    return {"type": ACCOUNTS, "apiVersion": "2023-05-01", "name": name, "location": "eastus2", **kind, **members}


def request(document: object, mode: str = "Incremental", **parameters: object) -> Body:
    """Returns the body that deploys a template."""
    given = {name: {"value": value} for name, value in parameters.items()}
    return {"properties": {"mode": mode, "template": document, "parameters": given}}


def deployment_id(scope: str, name: str = "trial") -> str:
    """Returns the id of a deployment."""
    return f"{scope}/providers/Microsoft.Resources/deployments/{name}"


def deploy(azure: LocalAzure, scope: str, body: object, name: str = "trial", token: str = "") -> Body:
    """Deploys, waits until it has ended and returns the deployment."""
    path = deployment_id(scope, name)
    ended(azure, azure.call("PUT", path, body, token=token).raise_for_status())
    return azure.call("GET", path).raise_for_status().json()


def ended(azure: LocalAzure, answer: httpx.Response) -> Body:
    """Follows a deployment to its end and returns its last status."""
    while True:
        status: Body = azure.call("GET", answer.headers["Azure-AsyncOperation"]).raise_for_status().json()
        if status["status"] not in ("Accepted", "Running"):
            return status
        threading.Event().wait(0.01)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Returns status and code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]
