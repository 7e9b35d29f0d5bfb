"""A registry's own host: closed as its network rules say, else it says that it has no images."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.identity import TENANT_ID
from local_azure.network.access import closed_to
from local_azure.platform import Platform
from local_azure.resources import Resource

REGISTRY = "Microsoft.ContainerRegistry/registries"
_METHODS = ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"]


def registry_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of ``{registry}.azurecr.io``. Errors have the shape of the registry protocol (OCI, 1.1)."""

    async def answer(request: Request) -> Response:
        host = request.url.hostname or ""
        registry = _registry(platform, host.partition(".")[0])
        if registry is None:
            return _error(404, "NAME_UNKNOWN", f"There is no registry '{host}'.")
        closed = closed_to(platform, request, registry)
        if closed is not None:
            # Container Registry documentation "container-registry-troubleshoot-access", 2026-10.
            return _error(
                403,
                "DENIED",
                f"client with IP '{closed.address}' is not allowed access. Refer https://aka.ms/acr/firewall to grant "
                "access.",
            )
        if "authorization" not in request.headers:
            challenge = f'Bearer realm="https://{host}/oauth2/token",service="{host}"'
            message = f"authentication required; sign in to tenant {TENANT_ID}"
            return _error(401, "UNAUTHORIZED", message, {"Www-Authenticate": challenge})
        return _error(501, "UNSUPPORTED", "NotSupportedByLocalAzure: the local Azure's registries hold no images.")

    return [Route("/{path:path}", answer, methods=_METHODS)]


def _registry(platform: Platform, name: str) -> Resource | None:
    registries = platform.resources.of_type(REGISTRY)
    return next((registry for registry in registries if registry.name.lower() == name.lower()), None)


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"errors": [{"code": code, "message": message}]}, status, headers)
