"""Workspaces, data, jobs, models and endpoints of Azure ML, by azure-ai-ml."""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assets import asset_commands
from azure.ai.ml import MLClient
from endpoints import endpoint_commands
from job_commands import job_commands
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, may, put
from setting import TENANT as TENANT_ID

GROUP, NAME = "conformance-ml", "conformanceml"
ROLES = {
    "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "AzureML Data Scientist": "f6c7c914-8db3-469d-8ca1-694a8f32e121",
}
"""What the caller needs besides owning the group (azure-docs built-in-roles, 2026-10)."""


def commands() -> Iterator[Command]:
    """Makes a workspace on a storage account, a vault and Application Insights, and works in it."""
    logging.disable(logging.WARNING)  # it tells of each experimental class and each upload
    client = MLClient(credential(), SUBSCRIPTION, GROUP, NAME)
    namespaces = ("Storage", "KeyVault", "Insights", "OperationalInsights", "MachineLearningServices")
    yield from group_commands(GROUP, *(f"Microsoft.{each}" for each in namespaces))
    yield "a workspace with what it stands on", _workspace
    for name, role in ROLES.items():
        yield f"the role {name}", lambda role=role: may(role, GROUP)
    yield "workspaces.get", lambda: holds(client.workspaces.get(NAME).location, LOCATION)
    yield "workspaces.list", lambda: holds(NAME in [one.name for one in client.workspaces.list()], True)
    yield "datastores.get_default", lambda: holds(client.datastores.get_default().name, "workspaceblobstore")
    yield "datastores.list", lambda: holds(bool(list(client.datastores.list())), True)
    with tempfile.TemporaryDirectory() as folder:
        yield from asset_commands(client, Path(folder))
        yield from job_commands(client, Path(folder))
        yield from endpoint_commands(client, Path(folder))


def _workspace() -> None:
    group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers"
    made: dict[str, Any] = {
        "Microsoft.Storage/storageAccounts": ("2024-01-01", {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}}),
        "Microsoft.KeyVault/vaults": (
            "2023-07-01",
            {
                "properties": {
                    "tenantId": TENANT_ID,
                    "sku": {"family": "A", "name": "standard"},
                    "enableRbacAuthorization": True,
                }
            },
        ),
        "Microsoft.OperationalInsights/workspaces": ("2023-09-01", {"properties": {"sku": {"name": "PerGB2018"}}}),
        "Microsoft.Insights/components": (
            "2020-02-02",
            {
                "kind": "web",
                "properties": {
                    "Application_Type": "web",
                    "WorkspaceResourceId": f"{group}/Microsoft.OperationalInsights/workspaces/{NAME}",
                },
            },
        ),
    }
    for resource_type, (version, body) in made.items():
        put(f"/resourceGroups/{GROUP}/providers/{resource_type}/{NAME}", version, {"location": LOCATION, **body})
    properties = {
        "storageAccount": f"{group}/Microsoft.Storage/storageAccounts/{NAME}",
        "keyVault": f"{group}/Microsoft.KeyVault/vaults/{NAME}",
        "applicationInsights": f"{group}/Microsoft.Insights/components/{NAME}",
        "systemDatastoresAuthMode": "Identity",
    }
    body = {"location": LOCATION, "kind": "Default", "identity": {"type": "SystemAssigned"}, "properties": properties}
    path = f"/resourceGroups/{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/{NAME}"
    put(path, "2024-10-01", body)
