"""Where the commands work: a workspace of this client's own, with what it stands on and the roles in it."""

from typing import Any

from setting import LOCATION, SUBSCRIPTION, put
from setting import TENANT as TENANT_ID

GROUP, NAME = "conformance-ml", "conformanceml"
ROLES = {
    "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "AzureML Data Scientist": "f6c7c914-8db3-469d-8ca1-694a8f32e121",
}
"""What the caller needs besides owning the group (azure-docs built-in-roles, 2026-10)."""

_PROVIDERS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers"


def make_workspace() -> None:
    """Makes the workspace and what it stands on; its datastores take the caller's own token."""
    for resource_type, (version, body) in _stands_on().items():
        put(f"/resourceGroups/{GROUP}/providers/{resource_type}/{NAME}", version, {"location": LOCATION, **body})
    put_workspace(NAME, workspace_body())


def put_workspace(name: str, body: Any) -> None:
    """Makes a workspace of the group."""
    put(f"/resourceGroups/{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/{name}", "2024-10-01", body)


def workspace_body() -> dict[str, Any]:
    """The body of a workspace on the client's storage account, vault and Application Insights."""
    properties = {
        "storageAccount": f"{_PROVIDERS}/Microsoft.Storage/storageAccounts/{NAME}",
        "keyVault": f"{_PROVIDERS}/Microsoft.KeyVault/vaults/{NAME}",
        "applicationInsights": f"{_PROVIDERS}/Microsoft.Insights/components/{NAME}",
        "systemDatastoresAuthMode": "Identity",
    }
    return {"location": LOCATION, "kind": "Default", "identity": {"type": "SystemAssigned"}, "properties": properties}


def _stands_on() -> dict[str, tuple[str, dict[str, Any]]]:
    vault = {"tenantId": TENANT_ID, "sku": {"family": "A", "name": "standard"}, "enableRbacAuthorization": True}
    insights = {
        "Application_Type": "web",
        "WorkspaceResourceId": f"{_PROVIDERS}/Microsoft.OperationalInsights/workspaces/{NAME}",
    }
    return {
        "Microsoft.Storage/storageAccounts": ("2024-01-01", {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}}),
        "Microsoft.KeyVault/vaults": ("2023-07-01", {"properties": vault}),
        "Microsoft.OperationalInsights/workspaces": ("2023-09-01", {"properties": {"sku": {"name": "PerGB2018"}}}),
        "Microsoft.Insights/components": ("2020-02-02", {"kind": "web", "properties": insights}),
    }
