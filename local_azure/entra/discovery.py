"""What clients look up before they sign in: instance discovery, OpenID configuration, signing keys."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local_azure.entra.errors import unknown_tenant
from local_azure.identity import LOGIN_HOST, TENANT_ID
from local_azure.json_types import Json
from local_azure.platform import Platform

# Names that stand for any tenant.
COMMON = ("common", "organizations", "consumers")
ALIASES = (LOGIN_HOST, "login.windows.net", "login.microsoft.com", "sts.windows.net")


def check_tenant(tenant: str) -> None:
    """Checks that a tenant is this one.

    Raises:
        SignInError: AADSTS90002.
    """
    if tenant.lower() not in (TENANT_ID, *COMMON):
        raise unknown_tenant(tenant)


async def instance_discovery(_: Request) -> Response:
    """Answers which hosts belong together, and where the tenant's configuration is."""
    metadata = [{"preferred_network": LOGIN_HOST, "preferred_cache": "login.windows.net", "aliases": list(ALIASES)}]
    return JSONResponse(
        {
            "tenant_discovery_endpoint": f"https://{LOGIN_HOST}/{TENANT_ID}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": metadata,
        }
    )


def openid_configuration(tenant: str, *, second_version: bool) -> Json:
    """Returns a tenant's OpenID configuration.

    Args:
        tenant: The tenant as it was asked for.
        second_version: Whether the ``v2.0`` endpoints are asked for.
    """
    base = f"https://{LOGIN_HOST}/{tenant}"
    version = "/v2.0" if second_version else ""
    return {
        "issuer": f"{base}/v2.0" if second_version else f"https://sts.windows.net/{TENANT_ID}/",
        "authorization_endpoint": f"{base}/oauth2{version}/authorize",
        "token_endpoint": f"{base}/oauth2{version}/token",
        "device_authorization_endpoint": f"{base}/oauth2{version}/devicecode",
        "jwks_uri": f"{base}/discovery{version}/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "response_types_supported": ["token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "tenant_region_scope": "NA",
        "cloud_instance_name": "microsoftonline.com",
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": "graph.microsoft.com",
    }


def keys(platform: Platform) -> Response:
    """Returns the public keys that tokens are signed with."""
    return JSONResponse(platform.tokens.jwks())
