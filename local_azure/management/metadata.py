"""The description of the cloud that clients read before they sign in: the public cloud's own names."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.identity import LOGIN_HOST, MANAGEMENT_HOST
from local_azure.json_types import Json


def metadata_routes() -> Sequence[BaseRoute]:
    """Returns the route ``/metadata/endpoints``; it needs no token."""

    async def endpoints(request: Request) -> Response:
        cloud = _cloud()
        # The versions up to 2019 answer a list of clouds, the later ones the cloud itself.
        listed = request.query_params.get("api-version", "") < "2022"
        return JSONResponse([cloud] if listed else cloud)

    return [Route("/metadata/endpoints", endpoints, methods=["GET"])]


def _cloud() -> Json:
    return {
        "name": "AzureCloud",
        "portal": "https://portal.azure.com",
        "resourceManager": f"https://{MANAGEMENT_HOST}/",
        "authentication": {
            "loginEndpoint": f"https://{LOGIN_HOST}",
            "audiences": ["https://management.core.windows.net/", f"https://{MANAGEMENT_HOST}/"],
            "tenant": "common",
            "identityProvider": "AAD",
        },
        "microsoftGraphResourceId": "https://graph.microsoft.com/",
        "graph": "https://graph.windows.net/",
        "graphAudience": "https://graph.windows.net/",
        "suffixes": {
            "storage": "core.windows.net",
            "keyVaultDns": "vault.azure.net",
            "acrLoginServer": "azurecr.io",
            "storageSyncEndpointSuffix": "afs.azure.net",
        },
    }
