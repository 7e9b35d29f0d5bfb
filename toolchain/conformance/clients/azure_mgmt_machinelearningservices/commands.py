"""What azure-ai-ml lacks, such as deleting a model, and quotas: by azure-mgmt-machinelearningservices."""

from collections.abc import Iterator
from typing import Any

from azure.mgmt.machinelearningservices import MachineLearningServicesMgmtClient
from setting import LOCATION, SUBSCRIPTION, TENANT, Command, credential, group_commands, holds, put, refuses

GROUP, NAME = "conformance-mlservices", "conformancemlservices"
PROVIDERS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers"
WORKSPACE = f"{PROVIDERS}/Microsoft.MachineLearningServices/workspaces/{NAME}"
PLACE = f"azureml:/{WORKSPACE}/datastores/workspaceblobstore/paths/conformance/"
ASSETS = {
    "data": {"dataType": "uri_folder", "dataUri": PLACE},
    "model": {"modelType": "custom_model", "modelUri": PLACE},
    "environment": {"image": "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"},
}
"""A version of each kind of asset, by what the client's operations on it begin with."""


def commands() -> Iterator[Command]:
    """Makes a workspace with assets, and deletes each of their versions, then what held them."""
    client = MachineLearningServicesMgmtClient(credential(), SUBSCRIPTION)
    namespaces = ("Storage", "KeyVault", "Insights", "OperationalInsights", "MachineLearningServices")
    yield from group_commands(GROUP, *(f"Microsoft.{each}" for each in namespaces))
    yield "what a workspace stands on", _make
    yield from _workspaces(client)
    for kind, properties in ASSETS.items():
        yield from _assets(kind, getattr(client, f"{kind}_containers"), getattr(client, f"{kind}_versions"), properties)
    yield from _quotas(client)
    workspaces = client.workspaces
    yield "workspaces.begin_delete", lambda: workspaces.begin_delete(GROUP, NAME).result()
    yield "workspaces.get of none", lambda: refuses("ResourceNotFound", lambda: workspaces.get(GROUP, NAME))


def _workspaces(client: MachineLearningServicesMgmtClient) -> Iterator[Command]:
    workspaces = client.workspaces
    properties = {
        "storageAccount": f"{PROVIDERS}/Microsoft.Storage/storageAccounts/{NAME}",
        "keyVault": f"{PROVIDERS}/Microsoft.KeyVault/vaults/{NAME}",
        "applicationInsights": f"{PROVIDERS}/Microsoft.Insights/components/{NAME}",
    }
    body = {"location": LOCATION, "identity": {"type": "SystemAssigned"}, "properties": properties}
    yield (
        "workspaces.begin_create_or_update",
        lambda: holds(workspaces.begin_create_or_update(GROUP, NAME, body).result().name, NAME),
    )
    yield "workspaces.get", lambda: holds(workspaces.get(GROUP, NAME).provisioning_state, "Succeeded")
    yield (
        "workspaces.list_by_resource_group",
        lambda: holds([one.name for one in workspaces.list_by_resource_group(GROUP)], [NAME]),
    )
    yield (
        "workspaces.list_by_subscription",
        lambda: holds(NAME in [one.name for one in workspaces.list_by_subscription()], True),
    )
    yield "datastores.list", lambda: holds("workspaceblobstore" in _names(client.datastores.list(GROUP, NAME)), True)
    yield "workspace_connections.list", lambda: holds(_names(client.workspace_connections.list(GROUP, NAME)), [])
    yield "compute.list", lambda: holds(_names(client.compute.list(GROUP, NAME)), [])
    yield "jobs.list", lambda: holds(_names(client.jobs.list(GROUP, NAME)), [])
    yield "online_endpoints.list", lambda: holds(_names(client.online_endpoints.list(GROUP, NAME)), [])


def _assets(kind: str, containers: Any, versions: Any, properties: dict[str, str]) -> Iterator[Command]:
    body = {"properties": properties}
    yield (
        f"{kind}_versions.create_or_update",
        lambda: holds(versions.create_or_update(GROUP, NAME, "one", "1", body).name, "1"),
    )
    yield f"{kind}_versions.get", lambda: holds(versions.get(GROUP, NAME, "one", "1").name, "1")
    yield f"{kind}_versions.list", lambda: holds(_names(versions.list(GROUP, NAME, "one")), ["1"])
    yield f"{kind}_containers.get", lambda: holds(containers.get(GROUP, NAME, "one").properties.latest_version, "1")
    yield f"{kind}_containers.list", lambda: holds(_names(containers.list(GROUP, NAME)), ["one"])
    yield f"{kind}_versions.delete", lambda: versions.delete(GROUP, NAME, "one", "1")
    yield f"{kind}_containers.delete", lambda: containers.delete(GROUP, NAME, "one")
    yield f"{kind}_containers.list of none", lambda: holds(_names(containers.list(GROUP, NAME)), [])


def _quotas(client: MachineLearningServicesMgmtClient) -> Iterator[Command]:
    yield "quotas.list", lambda: holds(bool(list(client.quotas.list(LOCATION))), True)
    yield "usages.list", lambda: holds(bool(list(client.usages.list(LOCATION))), True)
    yield "virtual_machine_sizes.list", lambda: holds(bool(client.virtual_machine_sizes.list(LOCATION).value), True)


def _names(found: Any) -> list[str]:
    return [one.name for one in found]


def _make() -> None:
    vault = {"tenantId": TENANT, "sku": {"family": "A", "name": "standard"}, "enableRbacAuthorization": True}
    logs = f"{PROVIDERS}/Microsoft.OperationalInsights/workspaces/{NAME}"
    component = {"Application_Type": "web", "WorkspaceResourceId": logs}
    parts = {
        "Microsoft.Storage/storageAccounts": ("2024-01-01", {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}}),
        "Microsoft.KeyVault/vaults": ("2023-07-01", {"properties": vault}),
        "Microsoft.OperationalInsights/workspaces": ("2023-09-01", {"properties": {"sku": {"name": "PerGB2018"}}}),
        "Microsoft.Insights/components": ("2020-02-02", {"kind": "web", "properties": component}),
    }
    for kind, (version, body) in parts.items():
        put(f"/resourceGroups/{GROUP}/providers/{kind}/{NAME}", version, {"location": LOCATION, **body})
