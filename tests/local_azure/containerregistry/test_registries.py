"""Registries have a login server, and the admin user off."""

from tests.local_azure.running import LocalAzure


def test_a_registry_has_its_login_server_and_safe_defaults(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/providers/Microsoft.ContainerRegistry/registries/RegLogin12345"
    made = local_azure.put(path, {"location": "eastus2", "sku": {"name": "Basic"}})
    assert made["properties"]["loginServer"] == "reglogin12345.azurecr.io"
    assert made["properties"]["adminUserEnabled"] is False
    assert made["sku"] == {"name": "Basic", "tier": "Basic"}
