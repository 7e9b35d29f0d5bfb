"""What a workspace stands on: storage, vault, Application Insights, registry, a project's hub; checked as on Azure."""

from local_azure.behaviour import Write
from local_azure.errors import AzureError
from local_azure.resources import Resource, Resources

# Application Insights is optional for a hub, the registry always (terraform-provider-azurerm, 2026-10).
_REQUIRED = {"Default": ("storageAccount", "keyVault", "applicationInsights"), "Hub": ("storageAccount", "keyVault")}
_DEPENDENTS = ("storageAccount", "keyVault", "applicationInsights", "containerRegistry")


def require_dependents(resources: Resources, write: Write, kind: str) -> None:
    """Returns when a Default workspace or hub names what it needs and all of it exists.

    Raises:
        AzureError: 400 ValidationError.
    """
    properties = write.body.get("properties") or {}
    if any(not properties.get(member) for member in _REQUIRED[kind]):
        raise _invalid("Missing dependent resources in workspace json")
    for member in _DEPENDENTS:
        dependent_id = properties.get(member)
        if dependent_id and resources.get(dependent_id) is None:
            raise _invalid(f"The workspace's {member} '{dependent_id}' does not exist.")
    account = resources.get(properties["storageAccount"])
    if account is not None:
        _require_usable_storage(account)


def require_hub(resources: Resources, write: Write) -> None:
    """Returns when a project names a hub that exists, in its own region.

    Raises:
        AzureError: 400 ValidationError.
    """
    hub_id = (write.body.get("properties") or {}).get("hubResourceId")
    if not hub_id:
        raise _invalid("A workspace of kind Project needs properties.hubResourceId.")
    hub = resources.get(hub_id)
    if hub is None or hub.body.get("kind") != "Hub":
        raise _invalid(f"The hub '{hub_id}' does not exist.")
    location = str(write.body.get("location", ""))
    if hub.location.lower() != location.lower():
        raise _invalid(f"The project is in '{location}' but its hub is in '{hub.location}': they must share a region.")


def require_finished(resources: Resources, workspace: Resource) -> None:
    """Returns when everything the workspace stands on has finished provisioning.

    Raises:
        AzureError: 400 ValidationError; the workspace then stays Failed.
    """
    for member in (*_DEPENDENTS, "hubResourceId"):
        dependent_id = workspace.properties.get(member)
        if not dependent_id:
            continue
        dependent = resources.get(dependent_id)
        if dependent is None or dependent.state != "Succeeded":
            state = "gone" if dependent is None else f"in state {dependent.state}"
            raise _invalid(f"The workspace's {member} '{dependent_id}' is {state}; it must have been provisioned.")


def _require_usable_storage(account: Resource) -> None:
    if account.properties.get("isHnsEnabled"):
        raise _invalid(f"Storage account '{account.name}' has a hierarchical namespace: no workspace can stand on it.")
    sku = str((account.body.get("sku") or {}).get("name", ""))
    if sku.lower().startswith("premium"):
        raise _invalid(f"Storage account '{account.name}' is of sku {sku}: a workspace needs a standard one.")


def _invalid(message: str) -> AzureError:
    details = [{"code": "Invalid", "message": message, "target": "workspace"}]
    return AzureError(400, "ValidationError", message, target="workspace", details=details)
