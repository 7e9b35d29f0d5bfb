"""Where a deployment goes: its resource group or subscription, and what templates may ask about it."""

from collections.abc import Mapping
from typing import Any

from local_azure.deployments.language.scope import Place
from local_azure.identity import LOGIN_HOST, MANAGEMENT_HOST, SUBSCRIPTION_ID, SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.json_types import Json
from local_azure.resources import Resource

ENVIRONMENT: Mapping[str, Any] = {
    "name": "AzureCloud",
    "gallery": "https://gallery.azure.com/",
    "graph": "https://graph.windows.net/",
    "portal": "https://portal.azure.com",
    "graphAudience": "https://graph.windows.net/",
    "activeDirectoryDataLake": "https://datalake.azure.net/",
    "batch": "https://batch.core.windows.net/",
    "media": "https://rest.media.azure.net",
    "sqlManagement": "https://management.core.windows.net:8443/",
    "resourceManager": f"https://{MANAGEMENT_HOST}/",
    "authentication": {
        "loginEndpoint": f"https://{LOGIN_HOST}/",
        "audiences": ["https://management.core.windows.net/", f"https://{MANAGEMENT_HOST}/"],
        "tenant": "common",
        "identityProvider": "AAD",
    },
    "suffixes": {
        "acrLoginServer": ".azurecr.io",
        "azureDatalakeAnalyticsCatalogAndJob": "azuredatalakeanalytics.net",
        "azureDatalakeStoreFileSystem": "azuredatalakestore.net",
        "keyvaultDns": ".vault.azure.net",
        "sqlServerHostname": ".database.windows.net",
        "storage": "core.windows.net",
    },
}
"""What ``environment()`` answers in the public cloud (azure-docs template-functions-deployment, as of 2026-10)."""


def place_of(scope: str, group: Resource | None, deployment: Json, deployer: str) -> Place:
    """Returns a place.

    Args:
        scope: The id of the resource group or subscription.
        group: The resource group; None at a subscription.
        deployment: What ``deployment()`` answers.
        deployer: The object id of who deploys.
    """
    return Place(
        scope=scope,
        subscription={
            "id": SUBSCRIPTION_SCOPE,
            "subscriptionId": SUBSCRIPTION_ID,
            "tenantId": TENANT_ID,
            "displayName": "Local Azure",
        },
        tenant={"tenantId": TENANT_ID, "countryCode": "US", "displayName": "Local Azure"},
        environment=dict(ENVIRONMENT),
        deployment=deployment,
        deployer={"objectId": deployer, "tenantId": TENANT_ID, "userPrincipalName": ""},
        group=None if group is None else _group(group),
    )


def _group(group: Resource) -> Json:
    return {
        "id": group.id,
        "name": group.name,
        "type": group.type,
        "location": group.location,
        "tags": group.body.get("tags") or {},
        "properties": {"provisioningState": group.state},
    }
